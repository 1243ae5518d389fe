package dev.hopwise.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/// Receives OTLP/HTTP protobuf and keeps every span, for tests.
final class SpanSink implements AutoCloseable {
  private final HttpServer server;
  private final ConcurrentLinkedQueue<Received> spans = new ConcurrentLinkedQueue<>();

  /// @param resource the resource's attributes as text
  /// @param attributes the span's attributes as text
  record Received(
      String service,
      String traceId,
      String spanId,
      String parentSpanId,
      String name,
      Span.SpanKind kind,
      Duration duration,
      Map<String, String> resource,
      Map<String, String> attributes,
      List<String> events) {}

  private SpanSink(HttpServer server) {
    this.server = server;
  }

  static SpanSink start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SpanSink sink = new SpanSink(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/traces", sink::receive);
    server.start();
    return sink;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Received> trace(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  List<Received> all() {
    return List.copyOf(spans);
  }

  /// The trace as soon as it satisfies the condition, or as it is when patience ends.
  List<Received> await(String traceId, Duration patience, Predicate<List<Received>> condition)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    List<Received> trace = trace(traceId);
    while (!condition.test(trace) && System.nanoTime() < end) {
      Thread.sleep(100);
      trace = trace(traceId);
    }
    return trace;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      InputStream body = exchange.getRequestBody();
      var request = ExportTraceServiceRequest.parseFrom(gzip ? new GZIPInputStream(body) : body);
      request.getResourceSpansList().forEach(this::keep);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void keep(ResourceSpans group) {
    var resource = attributes(group.getResource().getAttributesList());
    for (var scope : group.getScopeSpansList()) {
      for (Span span : scope.getSpansList()) {
        spans.add(received(span, resource));
      }
    }
  }

  private static Received received(Span span, Map<String, String> resource) {
    HexFormat hex = HexFormat.of();
    List<String> events = new ArrayList<>();
    span.getEventsList().forEach(event -> events.add(event.getName()));
    return new Received(
        resource.getOrDefault("service.name", ""),
        hex.formatHex(span.getTraceId().toByteArray()),
        hex.formatHex(span.getSpanId().toByteArray()),
        hex.formatHex(span.getParentSpanId().toByteArray()),
        span.getName(),
        span.getKind(),
        Duration.ofNanos(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()),
        resource,
        attributes(span.getAttributesList()),
        events);
  }

  private static Map<String, String> attributes(List<KeyValue> list) {
    Map<String, String> attributes = new LinkedHashMap<>();
    list.forEach(pair -> attributes.put(pair.getKey(), text(pair.getValue())));
    return attributes;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      default -> value.toString();
    };
  }
}
