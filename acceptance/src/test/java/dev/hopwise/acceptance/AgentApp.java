package dev.hopwise.acceptance;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.List;

/// A program that runs under the OpenTelemetry Java agent, makes spans through the API, and prints
/// "traceId spanId name" of each. It ends normally, so that the agent's shutdown exports what is
/// queued.
final class AgentApp {

  private AgentApp() {}

  public static void main(String[] args) {
    Tracer tracer = GlobalOpenTelemetry.getTracer("acceptance", "1.0.0");
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      Span root = tracer.spanBuilder("GET /agent").setSpanKind(SpanKind.SERVER).startSpan();
      root.setAttribute("loop.index", i);
      root.setAttribute(AttributeKey.stringArrayKey("tags"), List.of("a", "b"));
      try (Scope _ = root.makeCurrent()) {
        Span child = tracer.spanBuilder("SELECT agent").setSpanKind(SpanKind.CLIENT).startSpan();
        child.addEvent("row");
        child.setStatus(StatusCode.ERROR, "no such table");
        child.recordException(new IllegalStateException("deliberate"));
        child.end();
        Span linked = tracer.spanBuilder("send agent").addLink(root.getSpanContext()).startSpan();
        linked.end();
        print(child, "SELECT agent");
        print(linked, "send agent");
      }
      root.end();
      print(root, "GET /agent");
    }
  }

  private static void print(Span span, String name) {
    System.out.println(
        span.getSpanContext().getTraceId() + " " + span.getSpanContext().getSpanId() + " " + name);
  }
}
