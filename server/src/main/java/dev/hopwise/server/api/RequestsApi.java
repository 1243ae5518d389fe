package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpResponse;
import dev.hopwise.model.Kept;
import dev.hopwise.model.SpanTree;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.ScanAnswer;
import dev.hopwise.query.TraceKept;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceQl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `/api/v1/analysis/requests`: what the kept traces say about all requests.
final class RequestsApi {

  /// The newest so many traces are looked at.
  static final int TRACES_MAX = 20_000;

  private static final Duration RANGE_DEFAULT = Duration.ofMinutes(15);
  private static final double QUANTILE_DEFAULT = 0.95;
  private static final String BY_OPERATION = "operation";

  private final QueryService queries;

  RequestsApi(QueryService queries) {
    this.queries = queries;
  }

  HttpResponse requests(Parameters parameters) throws IOException {
    @Nullable String text = parameters.text("q");
    Query query = TraceQl.parse(text == null ? "{ }" : text);
    Instant now = queries.clock().instant();
    TimeRange range = parameters.range(now.minus(RANGE_DEFAULT), now);
    double quantile = parameters.between("quantile", QUANTILE_DEFAULT, 0, 1);
    boolean byOperation = byOperation(parameters);
    ScannedRequests scanned = new ScannedRequests();
    ScanAnswer answer =
        queries.scan(query, range, TRACES_MAX, tree -> add(scanned, TraceKept.of(tree), tree));
    RequestsJson.Question question = new RequestsJson.Question(range, quantile, byOperation);
    return Json.ok(json -> new RequestsJson(json, question, scanned, answer).write());
  }

  /// Leaves out what a reach-back added to a sample that was whole without it.
  private static void add(ScannedRequests scanned, Kept kept, SpanTree tree) {
    if (kept.weight() > 0) {
      scanned.add(tree, kept.inclusionProbability());
    }
  }

  private static boolean byOperation(Parameters parameters) {
    @Nullable String by = parameters.text("by");
    if (by != null && !by.equals(BY_OPERATION)) {
      throw new BadParameterException(
          "by", "by is not " + BY_OPERATION + ", and nothing else is known");
    }
    return by != null;
  }
}
