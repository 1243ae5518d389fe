package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.server.config.ConfigException;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole server, from the export to the answers of `/api/v1/metrics`.
@Timeout(120)
class RollupServerTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double[] QUANTILES = {0.5, 0.95, 0.99};

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SplittableRandom random = new SplittableRandom(31);
  private @Nullable HopwiseServer server;

  /// What was sent: durations and errors by service and name.
  private final Map<String, List<Long>> sent = new TreeMap<>();

  private final Map<String, Integer> failed = new TreeMap<>();

  @AfterEach
  void stop() {
    server().close();
  }

  @ParameterizedTest
  @CsvSource({"1.0", "0.01"})
  void countsAndQuantilesAreThoseOfWhatWasSentAlsoOverARestart(String baseline) throws Exception {
    start("sampling.baseline=" + baseline);
    for (int i = 0; i < 20; i++) {
      export(100);
      if (i % 5 == 2) {
        server().cutRollups();
      }
    }
    server().close();
    start("sampling.baseline=" + baseline);
    for (int i = 0; i < 10; i++) {
      export(100);
    }
    server().cutRollups();
    JsonNode totals = get("/api/v1/metrics/totals?by=service,name&exemplars=0");
    assertThat(totals.path("groups")).hasSize(sent.size());
    for (JsonNode group : totals.path("groups")) {
      assertGroup(group);
    }
    assertSteps();
  }

  private void assertGroup(JsonNode group) {
    String key = key(group);
    List<Long> durations = sent.get(key).stream().sorted().toList();
    assertThat(group.path("count").asLong()).as(key).isEqualTo(durations.size());
    assertThat(group.path("errors").asLong())
        .as(key)
        .isEqualTo(failed.getOrDefault(key, 0).longValue());
    for (int i = 0; i < QUANTILES.length; i++) {
      double truth = durations.get((int) Math.ceil(QUANTILES[i] * durations.size()) - 1);
      assertThat(group.path("durationNanos").path(i).path("value").asDouble() / truth - 1)
          .as("%s q %s", key, QUANTILES[i])
          .isBetween(-DurationCounts.RELATIVE_ERROR - 1e-6, DurationCounts.RELATIVE_ERROR + 1e-6);
    }
  }

  /// The steps sum to the same, whatever the resolution.
  private void assertSteps() throws Exception {
    for (String step : List.of("10s", "1m", "1h")) {
      JsonNode answer =
          get("/api/v1/metrics/query?metric=count&by=service,name&limit=100&step=" + step);
      assertThat(answer.path("series")).hasSize(sent.size());
      for (JsonNode series : answer.path("series")) {
        long sum = 0;
        for (JsonNode point : series.path("points")) {
          sum += point.path(1).asLong();
        }
        assertThat(sum).as(step + key(series)).isEqualTo(sent.get(key(series)).size());
      }
    }
  }

  private static String key(JsonNode group) {
    return group.at("/labels/service").asText() + " " + group.at("/labels/name").asText();
  }

  @Test
  void exemplarsAreTracesThatExist() throws Exception {
    start("sampling.baseline=0.2");
    export(200);
    export(200);
    settle();
    server().cutRollups();
    int exemplars = 0;
    for (JsonNode group : get("/api/v1/metrics/totals?by=service,name").path("groups")) {
      for (JsonNode trace : group.path("exemplars")) {
        JsonNode found = get("/api/v1/traces/" + trace.asText());
        assertThat(found.at("/spans/0/name").asText()).isEqualTo(group.at("/labels/name").asText());
        exemplars++;
      }
    }
    assertThat(exemplars).isPositive();
  }

  @Test
  void seriesWithoutATraceAreTold() throws Exception {
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            rules:
              - name: boring
                when: '{ resource.service.name = "service-1" }'
                sample: drop
              - name: rest
                sample: always
            """);
    start("sampling.policy=" + policy);
    export(50);
    settle();
    server().cutRollups();
    JsonNode gaps = get("/api/v1/metrics/gaps");
    List<String> told = new ArrayList<>();
    for (JsonNode gap : gaps.path("seriesWithoutTraces")) {
      String key = gap.path("service").asText() + " " + gap.path("name").asText();
      assertThat(gap.path("count").asInt()).isEqualTo(sent.get(key).size());
      assertThat(gap.path("reason").asText()).startsWith("sampling kept no trace");
      told.add(key);
    }
    assertThat(told)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            sent.keySet().stream().filter(key -> key.startsWith("service-1")).toList());
    assertThat(gaps.path("tracesWithoutSeries")).isEmpty();
    assertThat(gaps.path("uncheckedSeries").asInt()).isZero();
  }

  @Test
  void tracesWithoutASeriesAreTold() throws Exception {
    start();
    export(50);
    server().cutRollups();
    assertThat(get("/api/v1/metrics/gaps").path("tracesWithoutSeries")).isEmpty();
    assertThat(get("/api/v1/metrics/gaps").path("seriesWithoutTraces")).isEmpty();
    String before = "from=" + (System.currentTimeMillis() / 1_000 - 7_200);
    String to = "&to=" + (System.currentTimeMillis() / 1_000 - 3_600);
    exportAt(System.currentTimeMillis() * 1_000_000L - Duration.ofMinutes(90).toNanos(), "old", 3);
    server().cutRollups();
    JsonNode gaps = get("/api/v1/metrics/gaps?" + before + to);
    assertThat(gaps.path("tracesWithoutSeries")).hasSize(1);
    assertThat(gaps.at("/tracesWithoutSeries/0/service").asText()).isEqualTo("old");
    assertThat(gaps.at("/tracesWithoutSeries/0/traces").asInt()).isEqualTo(3);
    assertThat(gaps.at("/tracesWithoutSeries/0/reason").asText()).contains("not received while");
  }

  @Test
  void namesThatWereFoldedAreNoGapsButOnesUnderOtherAre() throws Exception {
    start();
    for (int i = 0; i < 130; i++) {
      exportNamed("ids", "GET /orders/" + (100_000 + i));
    }
    for (int i = 0; i < 130; i++) {
      exportNamed("many", "name " + "abcdefghij".charAt(i % 10) + (char) ('a' + i / 10));
    }
    for (int i = 0; i < 120; i++) {
      exportNamed("many", "more " + "abcdefghij".charAt(i % 10) + (char) ('a' + i / 10));
    }
    server().cutRollups();
    JsonNode gaps = get("/api/v1/metrics/gaps");
    assertThat(gaps.path("seriesWithoutTraces")).isEmpty();
    assertThat(gaps.path("tracesWithoutSeries")).isNotEmpty();
    for (JsonNode gap : gaps.path("tracesWithoutSeries")) {
      assertThat(gap.path("service").asText()).isEqualTo("many");
      assertThat(gap.path("reason").asText()).contains("measured under the name (other)");
    }
    assertThat(gaps.path("truncated").asBoolean()).isTrue();
    JsonNode template =
        get("/api/v1/metrics/totals?by=name&service=ids&name=GET%20/orders/%7Bid%7D");
    assertThat(template.at("/groups/0/count").asInt()).isEqualTo(30);
    assertThat(template.at("/groups/0/exemplars")).isNotEmpty();
  }

  @Test
  void whatWasNotMeasuredIsAGapAndWhatIsUnderWayIsMarked() throws Exception {
    start();
    export(10);
    server().cutRollups();
    JsonNode answer = get("/api/v1/metrics/query?metric=p95&step=10s");
    int last = answer.path("covered").size() - 1;
    assertThat(answer.path("covered").path(0).asDouble()).isZero();
    assertThat(answer.at("/series/0/points/0/1").isNull()).isTrue();
    double covered = 0;
    for (JsonNode each : answer.path("covered")) {
      covered += each.asDouble();
    }
    assertThat(covered).isGreaterThan(0).isLessThan(last);
    assertThat(answer.path("relativeError").asDouble()).isEqualTo(DurationCounts.RELATIVE_ERROR);
    assertThat(answer.at("/series/0/count").asInt()).isEqualTo(10);
  }

  private void settle() {
    while (server().balance().pending() > 0) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private void export(int traces) throws Exception {
    for (int service = 0; service < 3; service++) {
      ScopeSpans.Builder scope = ScopeSpans.newBuilder();
      for (int i = 0; i < traces / 3; i++) {
        long duration = (long) Math.exp(random.nextDouble(8, 22));
        boolean error = random.nextInt(20) == 0;
        String name = "GET /" + random.nextInt(4);
        String key = "service-" + service + " " + name;
        sent.computeIfAbsent(key, _ -> new ArrayList<>()).add(duration);
        failed.merge(key, error ? 1 : 0, Integer::sum);
        scope.addSpans(span(name, now() - duration, duration, error));
      }
      if (traces % 3 != 0 && service == 0) {
        for (int i = 0; i < traces % 3; i++) {
          sent.computeIfAbsent("service-0 rest", _ -> new ArrayList<>()).add(1_000L);
          scope.addSpans(span("rest", now(), 1_000, false));
        }
      }
      send("service-" + service, scope);
    }
  }

  private void exportNamed(String service, String name) throws Exception {
    send(
        service,
        ScopeSpans.newBuilder().addSpans(span(name, now() - 60_000_000_000L, 1_000, false)));
  }

  private void exportAt(long start, String service, int traces) throws Exception {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (int i = 0; i < traces; i++) {
      scope.addSpans(span("late", start, 1_000, false));
    }
    send(service, scope);
  }

  private static long now() {
    return System.currentTimeMillis() * 1_000_000L;
  }

  private Span.Builder span(String name, long start, long duration, boolean error) {
    return Span.newBuilder()
        .setTraceId(bytes(random.nextLong(), random.nextLong()))
        .setSpanId(bytes(random.nextLong()))
        .setName(name)
        .setKind(Span.SpanKind.SPAN_KIND_SERVER)
        .setStatus(
            Status.newBuilder()
                .setCode(
                    error
                        ? Status.StatusCode.STATUS_CODE_ERROR
                        : Status.StatusCode.STATUS_CODE_UNSET))
        .setStartTimeUnixNano(start)
        .setEndTimeUnixNano(start + duration);
  }

  private void send(String service, ScopeSpans.Builder scope) throws Exception {
    Resource resource =
        Resource.newBuilder()
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("service.name")
                    .setValue(AnyValue.newBuilder().setStringValue(service)))
            .build();
    byte[] body =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scope))
            .build()
            .toByteArray();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server().url("listen.http") + "/v1/traces"))
            .header("content-type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  private static ByteString bytes(long... longs) {
    ByteBuffer buffer = ByteBuffer.allocate(longs.length * Long.BYTES);
    for (long each : longs) {
      buffer.putLong(each);
    }
    return ByteString.copyFrom(buffer.flip());
  }

  private JsonNode get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server().url("listen.ui") + path)).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body());
  }

  private void start(String... settings) throws IOException, ConfigException {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("data.dir=" + folder);
    arguments.add("decision.quiet=100ms");
    for (String listener : List.of("grpc", "http", "ui")) {
      arguments.add("listen." + listener + "=127.0.0.1:0");
    }
    ServerConfig config = ConfigLoader.load(null, Map.of(), arguments);
    server = HopwiseServer.start(config, Wiring.open(config));
  }

  private HopwiseServer server() {
    return Objects.requireNonNull(server, "started by the test");
  }
}
