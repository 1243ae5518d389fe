package dev.hopwise.server.api.tempo;

import com.linecorp.armeria.common.HttpResponse;
import dev.hopwise.query.series.SeriesAnswer;
import dev.hopwise.query.series.SeriesQueries;
import dev.hopwise.query.series.SeriesQuestion;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Json;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.server.api.StepText;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.MetricsQuery;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.series.SeriesGrid;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The handlers of Tempo's metrics queries.
final class TempoSeriesApi {

  /// Without a number in the request. More are a search that takes longer than the numbers.
  private static final int EXEMPLARS_DEFAULT = 20;

  private final SeriesQueries series;

  TempoSeriesApi(SeriesQueries series) {
    this.series = series;
  }

  HttpResponse range(Parameters parameters) throws IOException {
    MetricsQuery query = query(parameters);
    TimeRange range = TempoTimes.range(parameters, series.queries().clock().instant());
    SeriesGrid grid =
        SeriesQuestion.range(
            range.fromEpochNanos(),
            range.toEpochNanos(),
            StepText.nanos("step", parameters.text("step"), 0));
    int asked = parameters.integer("exemplars", EXEMPLARS_DEFAULT, 0, Integer.MAX_VALUE);
    SeriesAnswer answer =
        series.answer(
            new SeriesQuestion(
                query, grid, seriesMax(parameters), SeriesQuestion.exemplars(query, asked)));
    return Json.ok(json -> TempoSeriesJson.range(json, answer));
  }

  HttpResponse instant(Parameters parameters) throws IOException {
    TimeRange range = TempoTimes.range(parameters, series.queries().clock().instant());
    SeriesGrid grid = SeriesQuestion.instant(range.fromEpochNanos(), range.toEpochNanos());
    SeriesAnswer answer =
        series.answer(new SeriesQuestion(query(parameters), grid, seriesMax(parameters), 0));
    return Json.ok(json -> TempoSeriesJson.instant(json, answer));
  }

  private static MetricsQuery query(Parameters parameters) {
    @Nullable String text = parameters.text("q");
    text = text == null ? parameters.text("query") : text;
    if (text == null) {
      throw new BadParameterException("q", "q is missing");
    }
    return TraceQl.parseMetrics(text);
  }

  /// Tempo takes 0, and more than it answers, for as many as it answers.
  private static int seriesMax(Parameters parameters) {
    int asked = parameters.integer("maxSeries", 0, 0, Integer.MAX_VALUE);
    return asked == 0 ? SeriesQuestion.SERIES_MAX : Math.min(asked, SeriesQuestion.SERIES_MAX);
  }
}
