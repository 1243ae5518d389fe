package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpResponse;
import dev.hopwise.query.series.SeriesAnswer;
import dev.hopwise.query.series.SeriesQueries;
import dev.hopwise.query.series.SeriesQuestion;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.MetricsQuery;
import dev.hopwise.traceql.TraceQl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// `/api/v1/query/series`: TraceQL's metrics queries, with intervals and where the numbers are
/// from.
final class SeriesApi {

  private static final Duration RANGE_DEFAULT = Duration.ofHours(1);
  private static final int LIMIT_DEFAULT = 100;

  private final SeriesQueries series;

  SeriesApi(SeriesQueries series) {
    this.series = series;
  }

  HttpResponse series(Parameters parameters) throws IOException {
    MetricsQuery query = TraceQl.parseMetrics(parameters.required("q"));
    Instant now = series.queries().clock().instant();
    TimeRange range = parameters.range(now.minus(RANGE_DEFAULT), now);
    int limit = parameters.integer("limit", LIMIT_DEFAULT, 1, SeriesQuestion.SERIES_MAX);
    int exemplars = parameters.integer("exemplars", 0, 0, SeriesQuestion.EXEMPLARS_MAX);
    SeriesAnswer answer =
        series.answer(
            new SeriesQuestion(
                query,
                SeriesQuestion.range(
                    range.fromEpochNanos(),
                    range.toEpochNanos(),
                    StepText.nanos("step", parameters.text("step"), 0)),
                limit,
                SeriesQuestion.exemplars(query, exemplars)));
    return Json.ok(json -> SeriesJson.write(json, answer));
  }
}
