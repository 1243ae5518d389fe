package dev.hopwise.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.WindowMatcher;
import dev.hopwise.server.policy.PolicyBook;
import dev.hopwise.testkit.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyRoutesTest {

  private static final String YAML =
      """
      # ours
      budget:
        spans-per-second: 5000
        tenants: { acme: { bytes-per-day: 1GiB } }
      rules:
        - name: errors
          when: '{ status = error }'
          tenants: [acme]
          sample: always
        - name: baseline
          sample: { probability: 0.05 }
      """;

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TestClock clock = new TestClock(ApiFixture.NOW);
  private final DecisionEngine engine =
      new DecisionEngine(Policy.builtIn(0.05), WindowMatcher.NONE);
  private Server server = Server.builder().service("/", (_, _) -> null).build();

  @BeforeEach
  void start() throws IOException {
    PolicyBook book =
        PolicyBook.open(
            folder.resolve("sampling"),
            Optional.of(Files.writeString(folder.resolve("p.yaml"), YAML)),
            engine.policy(),
            clock);
    engine.swap(book.policy());
    book.onChange(engine::swap);
    ServerBuilder builder = Server.builder();
    builder.http(new InetSocketAddress("127.0.0.1", 0));
    new PolicyRoutes(book, () -> engine.state(Parameters.nanos(clock.instant())), Runnable::run)
        .addTo(builder);
    server = builder.build();
    server.start().join();
  }

  @AfterEach
  void stop() {
    server.stop().join();
  }

  @Test
  void showsThePolicyItsRulesAndItsBudget() throws Exception {
    JsonNode policy = tree(send("GET", "", ""));
    assertThat(policy.at("/source").asText()).isEqualTo("file");
    assertThat(policy.at("/file").asText()).endsWith("p.yaml");
    assertThat(policy.at("/generation").asLong()).isEqualTo(2);
    assertThat(policy.at("/yaml").asText()).isEqualTo(YAML);
    assertThat(policy.at("/rejected").isNull()).isTrue();
    assertThat(policy.at("/rules/0"))
        .isEqualTo(
            ApiFixture.tree(
                "{'name':'errors','when':'{ status = error }','tenants':['acme'],"
                    + "'sample':'always','matched':0,'matchedSpans':0,'kept':0,'keptSpans':0,"
                    + "'keptBytes':0,'matchedPerSecond':0.0,'keptPerSecond':0.0}"));
    assertThat(policy.at("/rules/1/sample").asText()).isEqualTo("{ probability: 0.05 }");
    assertThat(policy.at("/rules/1/when").isNull()).isTrue();
    assertThat(policy.at("/rules/2/name").asText()).isEqualTo("window");
    assertThat(policy.at("/rules/2/sample").isNull()).isTrue();
    assertThat(policy.at("/budget/spansPerSecond").asDouble()).isEqualTo(5_000);
    assertThat(policy.at("/budget/bytesPerDay").isNull()).isTrue();
    assertThat(policy.at("/budget/baselineFactor").asDouble()).isEqualTo(1);
    assertThat(policy.at("/budget/tenants/0/name").asText()).isEqualTo("acme");
    assertThat(policy.at("/budget/tenants/0/bytesPerDay").asDouble()).isEqualTo(1L << 30);
  }

  @Test
  void putsAPolicyInForceAndAnswersWithIt() throws Exception {
    HttpResponse<String> answer =
        send("PUT", "application/yaml", "rules:\n  - name: all\n    sample: always\n");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(tree(answer).at("/source").asText()).isEqualTo("api");
    assertThat(engine.policy().keepsAll()).isTrue();
    assertThat(tree(send("GET", "", ""))).isEqualTo(tree(answer));
    JsonNode back = tree(send("DELETE", "", ""));
    assertThat(back.at("/source").asText()).isEqualTo("file");
    assertThat(engine.policy().keepsAll()).isFalse();
  }

  @Test
  void refusesAWrongPolicyWithThePlaceOfEveryProblem() throws Exception {
    HttpResponse<String> answer =
        send("PUT", "text/yaml", "rules:\n  - name: a\n    sample: often\n  - nome: b\n");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    JsonNode problem = tree(answer);
    assertThat(problem.at("/title").asText()).isEqualTo("Not a policy");
    assertThat(problem.at("/line").asInt()).isEqualTo(3);
    assertThat(problem.at("/column").asInt()).isEqualTo(13);
    assertThat(problem.at("/problems").size()).isGreaterThan(1);
    assertThat(problem.at("/problems/0/line").asInt()).isEqualTo(3);
    assertThat(problem.at("/detail").asText()).contains("problems; the first: line 3, column 13");
    assertThat(engine.policy().rules()).hasSize(2);
  }

  @Test
  void takesOnlyWhatSaysThatItIsYaml() throws Exception {
    assertThat(send("PUT", "text/plain", YAML).statusCode()).isEqualTo(415);
    assertThat(send("PUT", "", YAML).statusCode()).isEqualTo(415);
  }

  @Test
  void refusesABodyThatIsTooLargeOrNoText() throws Exception {
    byte[] large = "#".repeat((4 << 20) + 1).getBytes(StandardCharsets.UTF_8);
    assertThat(put(HttpRequest.BodyPublishers.ofByteArray(large)).statusCode()).isEqualTo(413);
    HttpResponse<String> chunked =
        put(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(send("PUT", "application/yaml", "").statusCode()).isEqualTo(400);
    HttpResponse<String> noText =
        put(HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) 0xff}));
    assertThat(noText.statusCode()).isEqualTo(400);
    assertThat(tree(noText).at("/field").asText()).isEqualTo("body");
  }

  @Test
  void showsAFileThatWasRejected() throws Exception {
    PolicyBook book =
        PolicyBook.open(
            folder.resolve("other"),
            Optional.of(Files.writeString(folder.resolve("q.yaml"), YAML)),
            Policy.builtIn(1),
            clock);
    Files.writeString(folder.resolve("q.yaml"), "rules: 5");
    book.poll();
    JsonNode policy =
        ApiFixture.MAPPER.readTree(
            Json.write(json -> PolicyJson.write(json, book.view(), engine.state(0))).array());
    assertThat(policy.at("/rejected/source").asText()).isEqualTo("file");
    assertThat(policy.at("/rejected/since").asText()).isEqualTo("2026-11-22T14:00:00Z");
    assertThat(policy.at("/rejected/problems/0/line").asInt()).isEqualTo(1);
  }

  private HttpResponse<String> send(String method, String type, String body) throws Exception {
    return client.send(
        request(type).method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> put(HttpRequest.BodyPublisher body) throws Exception {
    return client.send(
        request("application/yaml").PUT(body).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String type) {
    URI uri = URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/api/v1/policy");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return type.isEmpty() ? request : request.header("content-type", type);
  }

  private static JsonNode tree(HttpResponse<String> answer) throws IOException {
    return ApiFixture.MAPPER.readTree(answer.body());
  }
}
