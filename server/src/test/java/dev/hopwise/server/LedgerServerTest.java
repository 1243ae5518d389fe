package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.measure.MeasureLimits;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.server.config.ConfigException;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The attribute ledger and the rules about attributes, over real OTLP.
@Timeout(120)
class LedgerServerTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String RULES = "rules: [{ name: all, sample: always }]\n";
  private static final String OFFENDER = "service-20";
  private static final int SERVICES = 21;

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final long nowNanos = System.currentTimeMillis() * 1_000_000L;
  private long spanId = 1;

  @Test
  void namesTheServiceAndTheKeyThatExplodeAndLeavesTheOthersAlone() throws Exception {
    List<Span> healthy = healthy();
    List<Span> exploding = exploding(20_000);
    String without;
    try (HopwiseServer server = start(folder.resolve("without"))) {
      send(server, healthy);
      without = seriesOfOthers(server);
      assertThat(flagged(get(server, "/api/v1/ledger?limit=5000"))).isEmpty();
    }
    try (HopwiseServer server = start(folder.resolve("with"))) {
      send(server, healthy);
      send(server, exploding);
      JsonNode ledger = get(server, "/api/v1/ledger?limit=5000");
      assertThat(flagged(ledger))
          .containsExactly(OFFENDER + " intrinsic name", OFFENDER + " span request.id");
      JsonNode first = ledger.at("/keys/0");
      assertThat(first.at("/service").asText())
          .as("what stands out comes first")
          .isEqualTo(OFFENDER);
      JsonNode id = key(ledger, OFFENDER, "request.id");
      assertThat(id.at("/shape").asText()).isEqualTo("uuid");
      assertThat(id.at("/advice").asText()).isEqualTo("drop");
      assertThat(id.at("/spans").asDouble() / exploding.size()).isBetween(0.8, 1.2);
      assertThat(id.at("/distinct").asDouble() / exploding.size()).isBetween(0.6, 1.2);
      assertThat(id.at("/lastQueriedAt").isNull()).isTrue();
      JsonNode name = key(ledger, OFFENDER, "name");
      assertThat(name.at("/advice").asText()).isEqualTo("template");
      assertThat(name.at("/reason").asText()).contains("GET /orders/{id}");
      assertThat(ledger.at("/foldedSpanNames/0/service").asText()).isEqualTo(OFFENDER);

      assertThat(seriesOfOthers(server)).isEqualTo(without);
      MeasureLimits limits = MeasureLimits.DEFAULT;
      long ofOffender =
          server.measured().series().stream().filter(s -> s.service().equals(OFFENDER)).count();
      assertThat(ofOffender).isLessThanOrEqualTo(limits.namesMax() + 18);
      JsonNode status = get(server, "/api/v1/status").at("/ledger");
      assertThat(status.at("/spans").asLong()).isEqualTo(healthy.size() + exploding.size());
      assertThat(status.at("/bytes").asLong()).isLessThan(2 << 20);
    }
  }

  @Test
  void tellsOfOneServiceWhenItsKeysWereQueriedAlsoAfterARestart() throws Exception {
    String before;
    try (HopwiseServer server = start(folder)) {
      send(server, healthy());
      JsonNode unused = get(server, "/api/v1/ledger?service=service-3");
      assertThat(key(unused, "service-3", "http.route").at("/lastQueriedAt").isNull()).isTrue();
      search(server, "{ span.http.route = \"/a\" && .host.name != nil } | count() > 1000");
      JsonNode ledger = get(server, "/api/v1/ledger?service=service-3&order=bytes");
      assertThat(ledger.findValuesAsText("service")).containsOnly("service-3");
      assertThat(key(ledger, "service-3", "tier").at("/lastQueriedAt").isNull()).isTrue();
      assertThat(key(ledger, "service-3", "host.name").at("/lastQueriedAt").asText())
          .as("asked for at span and resource")
          .startsWith("20");
      before = key(ledger, "service-3", "http.route").toString();
      assertThat(key(ledger, "service-3", "http.route").at("/lastQueriedAt").asText())
          .startsWith("20");
    }
    try (HopwiseServer server = start(folder)) {
      JsonNode after =
          key(get(server, "/api/v1/ledger?service=service-3"), "service-3", "http.route");
      assertThat(after.at("/lastQueriedAt"))
          .isEqualTo(MAPPER.readTree(before).at("/lastQueriedAt"));
      for (String figure : List.of("spans", "bytes", "distinct", "example")) {
        assertThat(after.path(figure)).isEqualTo(MAPPER.readTree(before).path(figure));
      }
    }
  }

  @Test
  void beginsAnewWhereItsFilesAreDamaged() throws Exception {
    Path own = Files.createDirectories(folder.resolve("ledger"));
    Files.writeString(own.resolve("ledger.bin"), "no ledger at all");
    Files.writeString(own.resolve("queried.json"), "{\"version\": 9}");
    try (HopwiseServer server = start(folder)) {
      send(server, healthy());
      assertThat(get(server, "/api/v1/ledger").at("/keys")).isNotEmpty();
    }
    assertThat(own.resolve("ledger.bin.damaged")).hasContent("no ledger at all");
    assertThat(own.resolve("queried.json.damaged")).exists();
    assertThat(own.resolve("ledger.bin")).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({
    "order=size, order",
    "limit=0, limit",
    "limit=5001, limit",
    "from=yesterday, from",
    "from=20&to=10, from"
  })
  void refusesWhatItDoesNotUnderstandByItsName(String parameters, String field) throws Exception {
    try (HopwiseServer server = start(folder)) {
      HttpResponse<String> answer = ask(server, "/api/v1/ledger?" + parameters);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(MAPPER.readTree(answer.body()).at("/field").asText()).isEqualTo(field);
    }
  }

  @Test
  void dropsAndHashesAttributesBeforeAnythingIsWritten() throws Exception {
    try (HopwiseServer server = start(folder, "journal.fsync=always")) {
      put(
          server,
          RULES
              + """
              attributes:
                - { key: user.email, action: hash }
                - { key: password, scope: span, action: drop }
                - { key: host.name, scope: resource, services: [other], action: drop }
              """);
      send(server, List.of(secret("shop", 1), secret("shop", 1), secret("other", 2)));
      assertThat(found(server, "{ span.user.email = \"jane-1@example.org\" }")).isZero();
      assertThat(found(server, "{ span.password != nil }")).isZero();
      assertThat(found(server, "{ resource.host.name = \"host\" }")).isEqualTo(2);
      JsonNode emails = get(server, "/api/v1/attributes/values?key=span.user.email").at("/values");
      assertThat(emails).as("equal values have equal hashes").hasSize(2);
      String hash = emails.get(0).at("/stringValue").asText();
      assertThat(hash).matches("h:[0-9a-f]{16}");
      assertThat(found(server, "{ span.user.email = \"" + hash + "\" }")).isPositive();
      assertThat(metrics(server))
          .contains("hopwise_attributes_edited_total{key=\"password\",action=\"drop\"} 3")
          .contains("hopwise_attributes_edited_total{key=\"user.email\",action=\"hash\"} 3")
          .contains("hopwise_attributes_edited_total{key=\"host.name\",action=\"drop\"} 1");
      JsonNode ledger = get(server, "/api/v1/ledger");
      assertThat(ledger.findValuesAsText("key")).contains("user.email").doesNotContain("password");
      assertThat(filesWith("jane-1@example.org")).isEmpty();
      assertThat(filesWith("hunter2")).isEmpty();

      delete(server, "/api/v1/policy");
      send(server, List.of(secret("shop", 7)));
      assertThat(found(server, "{ span.user.email = \"jane-7@example.org\" }")).isEqualTo(1);
      assertThat(filesWith("jane-7@example.org")).as("the look finds what is there").isNotEmpty();
    }
    try (HopwiseServer server = start(folder)) {
      assertThat(found(server, "{ span.user.email = \"jane-1@example.org\" }")).isZero();
      assertThat(found(server, "{ span.user.email =~ \"h:.*\" }")).isEqualTo(3);
      put(server, RULES + "attributes: [{ key: user.email, action: hash }]\n");
      send(server, List.of(secret("shop", 1)));
      JsonNode emails = get(server, "/api/v1/attributes/values?key=span.user.email").at("/values");
      assertThat(emails).as("the secret of the hashes is kept").hasSize(3);
    }
  }

  @Test
  void refusesAWrongRuleWithLineAndReasonAndKeepsTheOneBefore() throws Exception {
    try (HopwiseServer server = start(folder)) {
      put(server, RULES + "attributes: [{ key: password, action: drop }]\n");
      HttpResponse<String> answer =
          policy(server, RULES + "attributes:\n  - { key: password, action: burn }\n");
      assertThat(answer.statusCode()).isEqualTo(400);
      JsonNode problem = MAPPER.readTree(answer.body());
      assertThat(problem.at("/line").asInt()).isEqualTo(3);
      assertThat(problem.at("/detail").asText()).contains("no action \"burn\"");
      send(server, List.of(secret("shop", 1)));
      assertThat(found(server, "{ span.password != nil }")).isZero();
    }
  }

  private List<Span> healthy() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < SERVICES * 100; i++) {
      String service = "service-" + i % SERVICES;
      Attributes attributes =
          Attributes.of("http.route", "/" + (char) ('a' + i / SERVICES % 7))
              .with("tier", AttributeValue.of("gold"))
              .with("retry.count", AttributeValue.of(i % 4L));
      spans.add(span(service, "GET /" + (char) ('a' + i / SERVICES % 7), attributes));
    }
    return spans;
  }

  private List<Span> exploding(int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = new UUID(random.nextLong(), random.nextLong()).toString();
      spans.add(span(OFFENDER, "GET /orders/" + id, Attributes.of("request.id", id)));
    }
    return spans;
  }

  private Span secret(String service, int user) {
    return span(
        service,
        "POST /login",
        Attributes.of("user.email", "jane-" + user + "@example.org")
            .with("password", AttributeValue.of("hunter2")));
  }

  private Span span(String service, String name, Attributes attributes) {
    long id = spanId++;
    return new Span(
        new TraceId(77, id * 0x9E3779B97F4A7C15L | 1),
        id,
        0,
        "",
        0,
        name,
        SpanKind.SERVER,
        nowNanos,
        nowNanos + 1_000_000,
        attributes,
        0,
        List.of(),
        0,
        List.of(),
        0,
        new Status(StatusCode.UNSET, ""),
        new Resource(
            Attributes.of(Resource.SERVICE_NAME, service)
                .with("host.name", AttributeValue.of("host")),
            0,
            ""),
        InstrumentationScope.EMPTY);
  }

  /// `service scope key` of what stands out.
  private static List<String> flagged(JsonNode ledger) {
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode key : ledger.at("/keys")) {
      if (!key.at("/flags").isEmpty()) {
        names.add(
            key.at("/service").asText()
                + " "
                + key.at("/scope").asText()
                + " "
                + key.at("/key").asText());
      }
    }
    return List.copyOf(names);
  }

  private static JsonNode key(JsonNode ledger, String service, String key) {
    for (JsonNode each : ledger.at("/keys")) {
      if (each.at("/service").asText().equals(service) && each.at("/key").asText().equals(key)) {
        return each;
      }
    }
    throw new AssertionError("no " + key + " of " + service + " in " + ledger);
  }

  private String seriesOfOthers(HopwiseServer server) throws Exception {
    return String.join(
        "\n",
        metrics(server)
            .lines()
            .filter(line -> line.startsWith("traces_") && !line.contains(OFFENDER))
            .toList());
  }

  private String metrics(HopwiseServer server) throws Exception {
    return ask(server, "/metrics").body();
  }

  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      return false; // renamed or removed in between
    }
  }

  private int found(HopwiseServer server, String query) throws Exception {
    return search(server, query).at("/traces").size();
  }

  private JsonNode search(HopwiseServer server, String query) throws Exception {
    return get(server, "/api/v1/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  private JsonNode get(HopwiseServer server, String path) throws Exception {
    HttpResponse<String> answer = ask(server, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body());
  }

  private HttpResponse<String> ask(HopwiseServer server, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url("listen.ui") + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void put(HopwiseServer server, String yaml) throws Exception {
    HttpResponse<String> answer = policy(server, yaml);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private HttpResponse<String> policy(HopwiseServer server, String yaml) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url("listen.ui") + "/api/v1/policy"))
            .header("content-type", "application/yaml")
            .PUT(HttpRequest.BodyPublishers.ofString(yaml))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void delete(HopwiseServer server, String path) throws Exception {
    client.send(
        HttpRequest.newBuilder(URI.create(server.url("listen.ui") + path)).DELETE().build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private void send(HopwiseServer server, List<Span> spans) throws Exception {
    for (int from = 0; from < spans.size(); from += 1_000) {
      byte[] body = SpanEncoder.encode(spans.subList(from, Math.min(from + 1_000, spans.size())));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.url("listen.http") + "/v1/traces"))
              .header("content-type", "application/x-protobuf")
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  /// The server as it is wired.
  private HopwiseServer start(Path data, String... settings) throws IOException, ConfigException {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("data.dir=" + data);
    for (String listener : List.of("grpc", "http", "ui")) {
      arguments.add("listen." + listener + "=127.0.0.1:0");
    }
    ServerConfig config = ConfigLoader.load(null, Map.of(), arguments);
    return HopwiseServer.start(config, Wiring.open(config));
  }
}
