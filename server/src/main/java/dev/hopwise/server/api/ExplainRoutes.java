package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.TraceAnswer;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.buffer.PendingTrace;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/// Why a trace is there or not.
///
/// Asked in the order: decided, as the log of the last day knows; waiting; stored, for what is
/// older than the log or was never decided on its own because everything is kept.
public final class ExplainRoutes {

  private final Function<TraceId, Optional<Decision>> decided;
  private final Function<TraceId, Optional<PendingTrace>> pending;
  private final QueryService queries;

  /// @param decided the newest decision about a trace; may read from disk
  /// @param pending a trace that waits for its decision
  public ExplainRoutes(
      Function<TraceId, Optional<Decision>> decided,
      Function<TraceId, Optional<PendingTrace>> pending,
      QueryService queries) {
    this.decided = decided;
    this.pending = pending;
    this.queries = queries;
  }

  /// Mounts them on the UI's port.
  public void addTo(ServerBuilder server) {
    QueryRunner runner = new QueryRunner(queries.limits(), Problem::of);
    server.route().get("/api/v1/explain/{id}").build(runner.service(this::explain));
  }

  private HttpResponse explain(Parameters parameters) throws IOException {
    TraceId id = parameters.traceId();
    Optional<Decision> decision = decided.apply(id);
    if (decision.isPresent()) {
      return decided(decision.get());
    }
    Optional<PendingTrace> waiting = pending.apply(id);
    if (waiting.isPresent()) {
      return Json.ok(json -> ExplainJson.write(json, id, waiting.get()));
    }
    decision = decided.apply(id); // it may have been decided between the two questions
    if (decision.isPresent()) {
      return decided(decision.get());
    }
    Optional<TraceAnswer> stored = queries.trace(id, TimeRange.ALL);
    return stored.isPresent()
        ? Json.ok(json -> ExplainJson.write(json, stored.get()))
        : Problem.notFound("no trace " + id.hex() + " was seen since the decision log begins");
  }

  private static HttpResponse decided(Decision decision) throws IOException {
    return Json.ok(json -> ExplainJson.write(json, decision));
  }
}
