package dev.hopwise.demo.shop;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerResponse;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.UUID;

/// What the gateway adds to a request's context beyond what the agent does by itself.
final class RequestContext {
  /// The key of the attribute without bounds.
  static final String NONCE = "request.nonce";

  private static final String TIER = "user.tier";

  private final Faults faults;

  RequestContext(Faults faults) {
    this.faults = faults;
  }

  /// Tells the caller the trace, as the W3C `traceresponse` header does; and adds a nonce to the
  /// baggage while {@link Fault#UNBOUNDED_ATTRIBUTE} is on.
  Handler around(Handler handler) {
    return (request, response) -> {
      tellTrace(response);
      if (!faults.on(Fault.UNBOUNDED_ATTRIBUTE)) {
        handler.handle(request, response);
        return;
      }
      String nonce = UUID.randomUUID().toString();
      Span.current().setAttribute(NONCE, nonce);
      try (Scope _ = with(NONCE, nonce).makeCurrent()) {
        handler.handle(request, response);
      }
    };
  }

  /// The current context and in its baggage the user's tier.
  Context ofUser(AuthRpc.Reply user) {
    Span.current().setAttribute(TIER, user.tier());
    return with(TIER, user.tier());
  }

  private static Context with(String key, String value) {
    return Baggage.current().toBuilder().put(key, value).build().storeInContext(Context.current());
  }

  private static void tellTrace(ServerResponse response) {
    SpanContext span = Span.current().getSpanContext();
    response.header(
        HeaderNames.create("traceresponse"),
        "00-%s-%s-%s".formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex()));
  }
}
