package dev.hopwise.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.sample.window.WindowBook;
import dev.hopwise.sample.window.WindowLimits;
import dev.hopwise.sample.window.WindowShelf;
import dev.hopwise.testkit.TestClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowRoutesTest {

  private final TestClock clock = new TestClock(ApiFixture.NOW);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Server server = start();

  private Server start() {
    WindowBook book =
        new WindowBook(
            WindowLimits.of(Duration.ofMinutes(30), Duration.ofSeconds(30)),
            clock,
            new Random(1),
            () -> 0,
            WindowShelf.NONE,
            List.of());
    ServerBuilder builder = Server.builder();
    builder.http(new InetSocketAddress("127.0.0.1", 0));
    new WindowRoutes(book, Runnable::run).addTo(builder);
    Server started = builder.build();
    started.start().join();
    return started;
  }

  @AfterEach
  void stop() {
    server.stop().join();
  }

  @Test
  void opensListsShowsAndClosesAWindow() throws Exception {
    HttpResponse<String> created =
        post(
            """
            {'scope':{'q':'{ resource.service.name = `shop` }'},'rate':0.5,'ttl':'90s',
             'reachBack':'5m','budget':{'spansPerSecond':2000},'reason':'slow checkout'}
            """);
    assertThat(created.statusCode()).isEqualTo(201);
    JsonNode window = tree(created);
    String path = created.headers().firstValue("location").orElseThrow();
    assertThat(path).isEqualTo("/api/v1/windows/" + window.at("/id").asText());
    assertThat(window.at("/state").asText()).isEqualTo("open");
    assertThat(window.at("/opensAt").asText()).isEqualTo("2026-11-22T14:00:00Z");
    assertThat(window.at("/closesAt").asText()).isEqualTo("2026-11-22T14:01:30Z");
    assertThat(window.at("/scope"))
        .isEqualTo(ApiFixture.tree("{'q':'{ resource.service.name = `shop` }'}"));
    assertThat(window.at("/rate").asDouble()).isEqualTo(0.5);
    assertThat(window.at("/budget/spansPerSecond").asDouble()).isEqualTo(2_000);
    assertThat(window.at("/keptTraces").asLong()).isZero();
    assertThat(window.at("/reachBack/state").asText()).isEqualTo("waiting");
    assertThat(window.at("/reachBack/from").asText()).isEqualTo("2026-11-22T13:55:00Z");
    assertThat(window.at("/summary").isNull()).isTrue();
    assertThat(tree(send("GET", "/api/v1/windows")).at("/windows/0")).isEqualTo(window);
    assertThat(tree(send("GET", path))).isEqualTo(window);

    clock.advance(Duration.ofSeconds(30));
    JsonNode closed = tree(send("DELETE", path));
    assertThat(closed.at("/state").asText()).isEqualTo("closing");
    assertThat(closed.at("/closesAt").asText()).isEqualTo("2026-11-22T14:00:30Z");
    assertThat(closed.at("/summary/openSeconds").asDouble()).isEqualTo(30);
    assertThat(closed.at("/summary/final").asBoolean()).isFalse();
    assertThat(closed.at("/reachBack/state").asText()).isEqualTo("cancelled");
    assertThat(tree(send("DELETE", path))).isEqualTo(closed);
    clock.advance(Duration.ofSeconds(32));
    assertThat(tree(send("GET", path)).at("/summary/final").asBoolean()).isTrue();
  }

  @Test
  void takesServiceRouteAndAttributesAsScopeAndDefaultsForTheRest() throws Exception {
    JsonNode window =
        tree(
            post(
                "{'scope':{'service':'shop','route':'/cart','attributes':{'tenant.id':'acme'}},"
                    + "'opener':'person'}"));
    assertThat(window.at("/scope/service").asText()).isEqualTo("shop");
    assertThat(window.at("/scope/q").asText())
        .isEqualTo(
            "{ ((resource.service.name = \"shop\") && (span.http.route = \"/cart\"))"
                + " && (.tenant.id = \"acme\") }");
    assertThat(window.at("/rate").asDouble()).isEqualTo(1);
    assertThat(window.at("/closesAt").asText()).isEqualTo("2026-11-22T14:10:00Z");
    assertThat(window.at("/reachBack")).isEqualTo(ApiFixture.tree("{'state':'none'}"));
    assertThat(window.at("/opener").asText()).isEqualTo("person");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "[] | body |",
        "{'scope':{'q':'{ }'} | body |",
        "{'scope':{'q':'{ }'},'scope':{'q':'{ }'}} | body |",
        "{'rate':1} | scope |",
        "{'scope':{}} | scope |",
        "{'scope':{'q':'{ }','service':'a'}} | scope |",
        "{'scope':{'q':'{ nonsense }'}} | scope |",
        "{'scope':{'q':7}} | scope.q |",
        "{'scope':{'servise':'a'}} | scope.servise |",
        "{'scope':{'attributes':{'':'a'}}} | scope.attributes |",
        "{'scope':{'q':'{ }'},'rate':2} | rate | 1",
        "{'scope':{'q':'{ }'},'rate':'1'} | rate |",
        "{'scope':{'q':'{ }'},'ttl':'25h'} | ttl | 86400",
        "{'scope':{'q':'{ }'},'ttl':'1 hour'} | ttl |",
        "{'scope':{'q':'{ }'},'reachBack':'31m'} | reachBack | 1800",
        "{'scope':{'q':'{ }'},'budget':5} | budget |",
        "{'scope':{'q':'{ }'},'budget':{'spansPerSecond':-5}} | budget | 1000000",
        "{'scope':{'q':'{ }'},'budget':{'spans':5}} | budget.spans |",
        "{'scope':{'q':'{ }'},'opener':'nobody'} | opener |",
        "{'scope':{'q':'{ }'},'rates':1} | rates |"
      })
  void refusesWhatItDoesNotUnderstandByName(String body, String field, Long limit)
      throws Exception {
    HttpResponse<String> answer = post(body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(tree(answer).at("/field").asText()).isEqualTo(field);
    assertThat(tree(answer).at("/detail").asText()).isNotEmpty();
    assertThat(tree(answer).has("limit")).isEqualTo(limit != null);
    if (limit != null) {
      assertThat(tree(answer).at("/limit").asLong()).isEqualTo(limit);
    }
  }

  @Test
  void refusesTheSeventeenth() throws Exception {
    for (int i = 0; i < 16; i++) {
      assertThat(post("{'scope':{'q':'{ }'}}").statusCode()).isEqualTo(201);
    }
    HttpResponse<String> refused = post("{'scope':{'q':'{ }'}}");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(tree(refused).at("/limit").asInt()).isEqualTo(16);
  }

  @Test
  void knowsNothingOfOtherIds() throws Exception {
    assertThat(send("GET", "/api/v1/windows/w1").statusCode()).isEqualTo(404);
    assertThat(send("DELETE", "/api/v1/windows/w1").statusCode()).isEqualTo(404);
  }

  @Test
  void takesNoFormOfAForeignPage() throws Exception {
    HttpRequest form =
        request("/api/v1/windows")
            .header("content-type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{\"scope\":{\"q\":\"{ }\"}}"))
            .build();
    assertThat(client.send(form, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(415);
  }

  @Test
  void takesNoEndlessBody() throws Exception {
    assertThat(post("{'reason':'" + "x".repeat(70_000) + "'}").statusCode()).isEqualTo(413);
  }

  private HttpResponse<String> post(String body) throws Exception {
    return client.send(
        request("/api/v1/windows")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(
        request(path).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.activeLocalPort() + path));
  }

  private static JsonNode tree(HttpResponse<String> response) throws Exception {
    return ApiFixture.MAPPER.readTree(response.body());
  }
}
