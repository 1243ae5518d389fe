package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpResponse;
import dev.hopwise.analyze.AttributeDifference;
import dev.hopwise.analyze.HopAnalysis;
import dev.hopwise.analyze.HopAnswer;
import dev.hopwise.analyze.PropagationAnalysis;
import dev.hopwise.analyze.RetryAnalysis;
import dev.hopwise.analyze.TraceComponents;
import dev.hopwise.analyze.TraceLinks;
import dev.hopwise.analyze.TraceRetries;
import dev.hopwise.model.SpanTree;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.ScanAnswer;
import dev.hopwise.query.TraceKept;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjDoubleConsumer;
import org.jspecify.annotations.Nullable;

/// The handlers of `/api/v1/analysis`: load the traces, hand them to a pure function, write what it
/// answers.
final class AnalysisApi {

  /// Of each window the newest so many traces are looked at.
  private static final int TRACES_MAX = 5_000;

  private static final Duration RANGE_DEFAULT = Duration.ofMinutes(15);
  private static final double QUANTILE_DEFAULT = 0.95;

  private final QueryService queries;

  AnalysisApi(QueryService queries) {
    this.queries = queries;
  }

  HttpResponse hops(Parameters parameters) throws IOException {
    Query query = query(parameters);
    TimeRange range = range(parameters);
    TimeRange before = baseline(parameters, range);
    double quantile = parameters.between("quantile", QUANTILE_DEFAULT, 0, 1);
    List<TraceComponents> baseline = new ArrayList<>();
    List<TraceComponents> window = new ArrayList<>();
    ScanAnswer ofBaseline = load(query, before, baseline);
    ScanAnswer ofWindow = load(query, range, window);
    HopAnswer answer = HopAnalysis.compare(baseline, window, quantile);
    return Json.ok(json -> HopsJson.write(json, answer, quantile, ofBaseline, ofWindow));
  }

  HttpResponse retries(Parameters parameters) throws IOException {
    List<TraceRetries> traces = new ArrayList<>();
    ScanAnswer scanned =
        queries.scan(
            query(parameters),
            range(parameters),
            TRACES_MAX,
            sampled((tree, weight) -> TraceRetries.of(tree, weight).ifPresent(traces::add)));
    List<RetryAnalysis.Storm> storms = RetryAnalysis.storms(traces);
    return Json.ok(json -> RetriesJson.write(json, storms, scanned));
  }

  HttpResponse propagation(Parameters parameters) throws IOException {
    List<TraceLinks> traces = new ArrayList<>();
    ScanAnswer scanned =
        queries.scan(
            query(parameters),
            range(parameters),
            TRACES_MAX,
            sampled((tree, weight) -> traces.add(TraceLinks.of(tree, weight))));
    List<PropagationAnalysis.Break> breaks = PropagationAnalysis.breaks(traces);
    return Json.ok(json -> PropagationJson.write(json, breaks, scanned));
  }

  /// Without a baseline the rest is what the query does not select in the same range.
  HttpResponse attributes(Parameters parameters) throws IOException {
    Query query = query(parameters);
    TimeRange range = range(parameters);
    boolean hasBaseline =
        parameters.text("baselineFrom") != null || parameters.text("baselineTo") != null;
    AttributeDifference difference = new AttributeDifference();
    ScanAnswer selected =
        queries.scan(query, range, TRACES_MAX, sampled((tree, w) -> difference.add(tree, w, true)));
    ScanAnswer rest =
        hasBaseline
            ? queries.scan(
                query,
                baseline(parameters, range),
                TRACES_MAX,
                sampled((tree, w) -> difference.add(tree, w, false)))
            : queries.scan(
                TraceQl.parse("{ }"),
                range,
                TRACES_MAX,
                sampled((tree, w) -> {
                  if (query.evaluate(TraceView.of(tree)).isEmpty()) {
                    difference.add(tree, w, false);
                  }
                }));
    AttributeDifference.Answer answer = difference.answer();
    return Json.ok(json -> AttributeDifferenceJson.write(json, answer, selected, rest));
  }

  private static Query query(Parameters parameters) {
    @Nullable String text = parameters.text("q");
    return TraceQl.parse(text == null ? "{ }" : text);
  }

  private ScanAnswer load(Query query, TimeRange range, List<TraceComponents> into) {
    return queries.scan(
        query,
        range,
        TRACES_MAX,
        sampled((tree, weight) -> TraceComponents.of(tree, weight).ifPresent(into::add)));
  }

  /// Leaves out what a reach-back added to a sample that was whole without it.
  private static Consumer<SpanTree> sampled(ObjDoubleConsumer<SpanTree> consumer) {
    return tree -> {
      double weight = TraceKept.weight(tree);
      if (weight > 0) {
        consumer.accept(tree, weight);
      }
    };
  }

  private TimeRange range(Parameters parameters) {
    Instant now = queries.clock().instant();
    return parameters.range(now.minus(RANGE_DEFAULT), now);
  }

  /// As long as the range, and right before it, unless both ends are named.
  private static TimeRange baseline(Parameters parameters, TimeRange range) {
    boolean from = parameters.text("baselineFrom") != null;
    if (from != (parameters.text("baselineTo") != null)) {
      String missing = from ? "baselineTo" : "baselineFrom";
      throw new BadParameterException(
          missing, missing + " is missing: a baseline has both ends or none");
    }
    Instant end = Parameters.instant(range.fromEpochNanos());
    Duration length = Duration.between(end, Parameters.instant(range.toEpochNanos()));
    return parameters.range("baselineFrom", "baselineTo", end.minus(length), end);
  }
}
