package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Zipkin in, Zipkin out, at one port of the whole server.
@Timeout(60)
class ZipkinQueryTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final long micros = System.currentTimeMillis() * 1_000 - 5_000_000;
  private @Nullable HopwiseServer server;

  @BeforeEach
  void start() throws Exception {
    ServerConfig config =
        ConfigLoader.load(
            null,
            Map.of(),
            List.of(
                "data.dir=" + folder,
                "decision.quiet=100ms",
                "sampling.baseline=1.0",
                "listen.grpc=127.0.0.1:0",
                "listen.http=127.0.0.1:0",
                "listen.ui=127.0.0.1:0",
                "listen.jaeger=127.0.0.1:0",
                "listen.zipkin=127.0.0.1:0"));
    server = HopwiseServer.start(config, Wiring.open(config));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url("listen.zipkin") + "/api/v2/spans"))
            .POST(HttpRequest.BodyPublishers.ofString(brave()))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(202);
    while (get("listen.zipkin", "/api/v2/trace/00000000000000ab").statusCode() == 404) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  @AfterEach
  void stop() {
    Objects.requireNonNull(server).close();
  }

  /// As Brave sends them: a CLIENT and a SERVER of one id, a producer, a local span.
  private String brave() {
    return """
    [{"traceId":"00000000000000ab","id":"0000000000000001","kind":"SERVER","name":"get /",
      "timestamp":%1$d,"duration":90000,
      "localEndpoint":{"serviceName":"frontend","ipv4":"10.0.0.1","port":8080},
      "remoteEndpoint":{"ipv6":"::1","port":63840},
      "tags":{"http.method":"GET","http.path":"/"}},
     {"traceId":"00000000000000ab","parentId":"0000000000000001","id":"0000000000000002",
      "kind":"CLIENT","name":"get /api","timestamp":%2$d,"duration":60000,
      "localEndpoint":{"serviceName":"frontend","ipv4":"10.0.0.1"},
      "remoteEndpoint":{"serviceName":"backend","ipv4":"10.0.0.2","port":9000},
      "annotations":[{"timestamp":%2$d,"value":"wr"}],
      "tags":{"http.path":"/api","error":"500"}},
     {"traceId":"00000000000000ab","parentId":"0000000000000001","id":"0000000000000002",
      "kind":"SERVER","name":"get /api","timestamp":%3$d,"duration":40000,
      "localEndpoint":{"serviceName":"backend"},"tags":{"error":"true"},"shared":true},
     {"traceId":"00000000000000ab","parentId":"0000000000000002","id":"0000000000000003",
      "name":"query","timestamp":%3$d,"localEndpoint":{"serviceName":"backend"}}]
    """
        .formatted(micros, micros + 10_000, micros + 20_000);
  }

  @Test
  void whatCameInGoesOut() throws Exception {
    JsonNode out = json("/api/v2/trace/ab");
    assertThat(bySpan(out)).isEqualTo(bySpan(MAPPER.readTree(brave())));
    assertThat(json("/zipkin/api/v2/trace/ab")).isEqualTo(out);
    assertThat(json("/api/v2/traces?serviceName=frontend").at("/0")).isEqualTo(out);
    assertThat(json("/api/v2/traceMany?traceIds=ab,cd")).hasSize(1).first().isEqualTo(out);
  }

  private static Map<String, JsonNode> bySpan(JsonNode trace) {
    Map<String, JsonNode> spans = new TreeMap<>();
    for (JsonNode span : trace) {
      spans.put(span.path("id").asText() + span.path("kind").asText(), span);
    }
    return spans;
  }

  @Test
  void findsTraces() throws Exception {
    assertFound(1, "serviceName=frontend&spanName=get%20%2F");
    assertFound(0, "serviceName=backend&spanName=get%20%2F");
    assertFound(1, "serviceName=frontend&remoteServiceName=backend");
    assertFound(0, "serviceName=frontend&remoteServiceName=other");
    assertFound(1, "annotationQuery=" + encoded("http.path=/api and error and wr"));
    // As in Zipkin, for another span of the service each.
    assertFound(1, "serviceName=frontend&annotationQuery=" + encoded("http.method=GET and wr"));
    assertFound(0, "serviceName=backend&annotationQuery=wr");
    assertFound(1, "serviceName=frontend&minDuration=90000&maxDuration=90000");
    assertFound(0, "minDuration=90001");
    assertFound(0, "endTs=1000&lookback=1000");
    for (String bad :
        List.of(
            "limit=0",
            "limit=1001",
            "endTs=x",
            "lookback=0",
            "minDuration=0",
            "maxDuration=5",
            "annotationQuery=%3Dx")) {
      HttpResponse<String> answer = get("listen.zipkin", "/api/v2/traces?" + bad);
      assertThat(answer.statusCode()).as(bad).isEqualTo(400);
      assertThat(answer.body()).contains(bad.substring(0, bad.indexOf('=')));
    }
  }

  private void assertFound(int traces, String query) throws Exception {
    JsonNode found = json("/api/v2/traces?" + query);
    assertThat(found.size()).as(query + found).isEqualTo(traces);
  }

  @Test
  void listsNames() throws Exception {
    assertThat(json("/api/v2/services").toString()).isEqualTo("[\"backend\",\"frontend\"]");
    assertThat(json("/api/v2/spans?serviceName=frontend").toString())
        .isEqualTo("[\"get /\",\"get /api\"]");
    assertThat(json("/api/v2/remoteServices?serviceName=frontend").toString())
        .isEqualTo("[\"backend\"]");
    assertThat(json("/api/v2/autocompleteKeys").toString()).contains("http.path");
    assertThat(json("/api/v2/autocompleteValues?key=http.path").toString())
        .isEqualTo("[\"/\",\"/api\"]");
    assertThat(json("/health").path("status").asText()).isEqualTo("UP");
    assertThat(json("/zipkin/config.json").path("searchEnabled").asBoolean()).isTrue();
    assertThat(get("listen.zipkin", "/api/v2/spans").statusCode()).isEqualTo(400);
    assertThat(get("listen.zipkin", "/api/v2/traceMany?traceIds=ab,ab").statusCode())
        .isEqualTo(400);
    assertThat(get("listen.zipkin", "/api/v2/trace/cd").statusCode()).isEqualTo(404);
    assertThat(get("listen.zipkin", "/api/v2/trace/xyz").statusCode()).isEqualTo(400);
  }

  @Test
  void tellsDependenciesOnceTheyAreMeasured() throws Exception {
    String path = "/api/v2/dependencies?lookback=3600000&endTs=" + System.currentTimeMillis();
    Objects.requireNonNull(server).cutRollups();
    JsonNode calls = json(path);
    assertThat(calls.at("/0/parent").asText()).isEqualTo("frontend");
    assertThat(calls.at("/0/child").asText()).isEqualTo("backend");
    assertThat(calls.at("/0/callCount").asInt()).isEqualTo(1);
    assertThat(calls.at("/0/errorCount").asInt()).isEqualTo(1);
    assertThat(get("listen.zipkin", "/api/v2/dependencies").statusCode()).isEqualTo(400);
  }

  @Test
  void jaegersPortAnswersTheSameTrace() throws Exception {
    JsonNode trace =
        MAPPER.readTree(get("listen.jaeger", "/api/traces/ab").body()).at("/data/0/spans");
    assertThat(trace).hasSize(4);
    assertThat(get("listen.jaeger", "/").statusCode()).isEqualTo(404);
    assertThat(get("listen.ui", "/jaeger/api/traces/ab").statusCode()).isEqualTo(200);
    assertThat(get("listen.ui", "/zipkin/api/v2/trace/ab").statusCode()).isEqualTo(200);
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get("listen.zipkin", path);
    assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body());
  }

  private HttpResponse<String> get(String listener, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url(listener) + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String url(String listener) {
    return Objects.requireNonNull(server).url(listener);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
