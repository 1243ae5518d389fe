package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.TraceAnswer;
import dev.hopwise.sample.Decision;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.util.Optional;

/// Why a trace is there or not.
///
/// Asked in the order: decided, as the log of the last day knows; waiting; stored, for what is
/// older than the log or was never decided on its own because everything is kept.
public final class ExplainRoutes {

  private final Explanations explanations;
  private final QueryService queries;

  public ExplainRoutes(Explanations explanations, QueryService queries) {
    this.explanations = explanations;
    this.queries = queries;
  }

  /// Mounts them on the UI's port.
  public void addTo(ServerBuilder server) {
    QueryRunner runner = new QueryRunner(queries.limits(), Problem::of);
    server.route().get("/api/v1/explain/{id}").build(runner.service(this::explain));
  }

  private HttpResponse explain(Parameters parameters) throws IOException {
    TraceId id = parameters.traceId();
    Optional<Decision> decided = explanations.decided(id);
    if (decided.isPresent()) {
      return Json.ok(json -> ExplainJson.write(json, decided.get()));
    }
    Optional<Pending> pending = explanations.pending(id);
    if (pending.isPresent()) {
      return Json.ok(json -> ExplainJson.write(json, id, pending.get()));
    }
    Optional<TraceAnswer> stored = queries.trace(id, TimeRange.ALL);
    return stored.isPresent()
        ? Json.ok(json -> ExplainJson.write(json, stored.get()))
        : Problem.notFound("no trace " + id.hex() + " was seen since the decision log begins");
  }
}
