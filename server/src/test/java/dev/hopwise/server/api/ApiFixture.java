package dev.hopwise.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.model.Span;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.metrics.MeasuredNames;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.server.api.jaeger.JaegerRoutes;
import dev.hopwise.query.series.SeriesQueries;
import dev.hopwise.server.api.tempo.TempoRoutes;
import dev.hopwise.server.api.zipkin.ZipkinRoutes;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.memory.MemorySpanStore;
import dev.hopwise.store.rollup.RollupRetention;
import dev.hopwise.store.rollup.memory.MemoryRollupStore;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.TestClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The APIs over a store in memory, on a port of its own.
public final class ApiFixture implements AutoCloseable {

  public static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
  public static final ObjectMapper MAPPER = new ObjectMapper();

  final SpanStore store;

  /// What was measured; empty at first.
  public final MemoryRollupStore rollups =
      new MemoryRollupStore(
          new RollupRetention(Duration.ofDays(2), Duration.ofDays(90), Long.MAX_VALUE),
          new TestClock(NOW));

  private final Server server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public ApiFixture(SpanStore store) {
    this.store = store;
    QueryService queries = new QueryService(store, new TestClock(NOW), QueryLimits.DEFAULT);
    ServerBuilder builder = Server.builder();
    builder.http(new InetSocketAddress("127.0.0.1", 0));
    SeriesQueries series = new SeriesQueries(queries, rollups);
    new ApiRoutes(series).addTo(builder);
    TempoRoutes tempo = new TempoRoutes(series, "1.2.3");
    tempo.addTo(builder, "/tempo");
    tempo.addGrpcTo(builder);
    MetricQueries metrics = new MetricQueries(rollups, QueryLimits.DEFAULT);
    new JaegerRoutes(queries, metrics, new SameNames()).addTo(builder, "/jaeger");
    new ZipkinRoutes(queries, metrics, "1.2.3").addTo(builder, "/zipkin");
    server = builder.build();
    server.start().join();
  }

  /// Everything is measured under the name that it is stored with.
  private static final class SameNames implements MeasuredNames {
    @Override
    public String service(String stored) {
      return stored;
    }

    @Override
    public Set<String> spanName(String stored) {
      return Set.of(stored);
    }
  }

  public static ApiFixture of(List<Span> spans) {
    MemorySpanStore store = new MemorySpanStore();
    store.append(Batches.of(spans), JournalPosition.at(1));
    return new ApiFixture(store);
  }

  public int port() {
    return server.activeLocalPort();
  }

  public HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  public HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  public JsonNode json(String path) throws Exception {
    return MAPPER.readTree(get(path).body());
  }

  public static JsonNode tree(String json) throws IOException {
    return MAPPER.readTree(json.replace('\'', '"'));
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop().join();
    store.close();
  }
}
