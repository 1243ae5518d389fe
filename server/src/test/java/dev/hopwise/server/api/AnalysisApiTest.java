package dev.hopwise.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Of two quarters of an hour the later one has 50 ms more in the database; every second of its
/// requests is retried. A mail is sent with each.
class AnalysisApiTest {

  private static final int TRACES = 150;
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final String RANGE = "from=2026-11-22T13:45:00Z&to=2026-11-22T14:00:00Z";

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    Random random = new Random(11);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 2 * TRACES; i++) {
      boolean later = i >= TRACES;
      Instant at =
          ApiFixture.NOW
              .minus(QUARTER.multipliedBy(later ? 1 : 2))
              .plus(QUARTER.multipliedBy(i % TRACES).dividedBy(TRACES));
      spans.addAll(trace(i + 1, Parameters.nanos(at), later, random));
    }
    api = ApiFixture.of(spans);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void namesTheHopThatRaisedTheQuantile() throws Exception {
    JsonNode answer = api.json("/api/v1/analysis/hops?" + RANGE);
    JsonNode first = answer.at("/hops/0");
    assertThat(answer.at("/verdict").asText()).isEqualTo("hop");
    assertThat(answer.at("/baseline/n").asInt()).isEqualTo(TRACES);
    assertThat(answer.at("/window/n").asInt()).isEqualTo(TRACES);
    assertThat(answer.at("/window/nEffective").asDouble()).isEqualTo(TRACES);
    assertThat(answer.at("/window/bounded").asBoolean()).isFalse();
    assertThat(first.at("/rank").asInt()).isEqualTo(1);
    assertThat(first.at("/kind").asText()).isEqualTo("database");
    assertThat(first.at("/service").asText()).isEqualTo("shop");
    assertThat(first.at("/callee").asText()).isEqualTo("orders");
    assertThat(first.at("/name").asText()).isEqualTo("INSERT orders");
    assertThat(first.at("/layer").asText()).isEqualTo("database");
    assertThat(first.at("/significant").asBoolean()).isTrue();
    assertThat(first.at("/contributionNanos").asLong()).isBetween(45_000_000L, 55_000_000L);
    assertThat(first.at("/share").asDouble()).isBetween(0.5, 1.5);
    assertThat(first.at("/evidence").size()).isEqualTo(3);
    String trace = first.at("/evidence/0").asText();
    assertThat(api.get("/api/v1/traces/" + trace).statusCode()).isEqualTo(200);
  }

  @Test
  void addsUpToTheChange() throws Exception {
    JsonNode answer = api.json("/api/v1/analysis/hops?quantile=0.5&" + RANGE);
    long sum = answer.at("/mixNanos").asLong() + answer.at("/unexplainedNanos").asLong();
    for (JsonNode hop : answer.at("/hops")) {
      sum += hop.at("/contributionNanos").asLong();
    }
    assertThat(sum).isEqualTo(answer.at("/changeNanos/value").asLong());
    assertThat(answer.at("/changeNanos/low").asLong()).isBetween(30_000_000L, sum);
    assertThat(answer.at("/window/valueNanos").asLong())
        .isEqualTo(answer.at("/baseline/valueNanos").asLong() + sum);
  }

  @Test
  void comparesWithTheBaselineThatIsNamed() throws Exception {
    String baseline = "&baselineFrom=2026-11-22T13:45:00Z&baselineTo=2026-11-22T14:00:00Z";
    JsonNode answer = api.json("/api/v1/analysis/hops?" + RANGE + baseline);
    assertThat(answer.at("/verdict").asText()).isEqualTo("none");
    assertThat(answer.at("/changeNanos/value").asLong()).isZero();
  }

  @Test
  void looksOnlyAtTracesThatTheQuerySelects() throws Exception {
    String query = ApiFixture.encoded("{ name = \"GET /elsewhere\" }");
    JsonNode answer = api.json("/api/v1/analysis/hops?" + RANGE + "&q=" + query);
    assertThat(answer.at("/window/n").asInt()).isZero();
    assertThat(answer.at("/verdict").asText()).isEqualTo("none");
  }

  @Test
  void comparesAttributesOfTwoSidesAndSaysHowManyTraces() throws Exception {
    String query = ApiFixture.encoded("{ name = \"GET /elsewhere\" }");
    JsonNode none = api.json("/api/v1/analysis/attributes?" + RANGE + "&q=" + query);
    assertThat(none.at("/attributes").size()).isZero();
    assertThat(none.at("/selected/n").asInt()).isZero();
    assertThat(none.at("/rest/n").asInt()).isEqualTo(TRACES);
    JsonNode all = api.json("/api/v1/analysis/attributes?" + RANGE);
    assertThat(all.at("/selected/n").asInt()).isEqualTo(TRACES);
    assertThat(all.at("/rest/n").asInt()).isZero();
    assertThat(all.at("/attributes").isArray()).isTrue();
  }

  @Test
  void refusesABaselineOfAttributesWithOneEnd() throws Exception {
    assertThat(
            api.get("/api/v1/analysis/attributes?baselineFrom=2026-11-22T13:45:00Z").statusCode())
        .isEqualTo(400);
  }

  @Test
  void namesTheEndpointThatRetries() throws Exception {
    JsonNode answer = api.json("/api/v1/analysis/retries?" + RANGE);
    assertThat(answer.at("/traces").asInt()).isEqualTo(TRACES);
    assertThat(answer.at("/storms").size()).isEqualTo(1);
    JsonNode storm = answer.at("/storms/0");
    assertThat(storm.at("/origin"))
        .isEqualTo(ApiFixture.tree("{'service':'shop','name':'POST /orders'}"));
    assertThat(storm.at("/edge"))
        .isEqualTo(ApiFixture.tree("{'caller':'shop','callee':'api.pay.example','name':'charge'}"));
    assertThat(storm.at("/calls").asDouble()).isEqualTo(TRACES);
    assertThat(storm.at("/amplification").asDouble()).isEqualTo(1.5);
    assertThat(storm.at("/low").asDouble()).isBetween(1.3, 1.5);
    assertThat(storm.at("/evidence").size()).isEqualTo(3);
  }

  @Test
  void namesTheEdgeThatLosesTheContext() throws Exception {
    JsonNode answer = api.json("/api/v1/analysis/propagation?" + RANGE);
    assertThat(answer.at("/breaks").size()).isEqualTo(1);
    JsonNode first = answer.at("/breaks/0");
    assertThat(first.at("/caller").asText()).isEqualTo("shop");
    assertThat(first.at("/callee").asText()).isEqualTo("mail");
    assertThat(first.at("/protocol").asText()).isEqualTo("http");
    assertThat(first.at("/kind").asText()).isEqualTo("spans-lost");
    assertThat(first.at("/rate").asDouble()).isBetween(0.2, 0.3);
    assertThat(first.at("/low").asDouble()).isLessThan(0.25);
    assertThat(first.at("/evidence").size()).isEqualTo(3);
  }

  /// Of the later traces, those with a retry are kept all, of the others every fourth.
  @Test
  void countsTracesByTheProbabilityThatStandsAtThem() throws Exception {
    List<Span> kept = new ArrayList<>();
    Random random = new Random(12);
    for (int i = 0; i < 2 * TRACES; i++) {
      boolean later = i >= TRACES;
      boolean retries = later && (i + 1) % 2 == 0;
      Kept how = new Kept(retries ? 1 : 0.25, retries ? "errors" : "baseline", "quiet", null);
      Instant at = ApiFixture.NOW.minus(QUARTER.multipliedBy(later ? 1 : 2)).plusSeconds(i % 150);
      if (retries || i % 8 < 2) {
        trace(i + 1, Parameters.nanos(at), later, random)
            .forEach(span -> kept.add(span.withKept(how)));
      }
    }
    try (ApiFixture sampled = ApiFixture.of(kept)) {
      JsonNode hops = sampled.json("/api/v1/analysis/hops?" + RANGE);
      int n = hops.at("/window/n").asInt();
      assertThat(hops.at("/window/nEffective").asDouble()).isLessThan(0.8 * n);
      JsonNode storm = sampled.json("/api/v1/analysis/retries?" + RANGE).at("/storms/0");
      assertThat(storm.at("/calls").asDouble()).isBetween(0.9 * TRACES, 1.1 * TRACES);
      assertThat(storm.at("/amplification").asDouble()).isBetween(1.45, 1.55);
      JsonNode lost = sampled.json("/api/v1/analysis/propagation?" + RANGE).at("/breaks/0");
      assertThat(lost.at("/calls").asDouble()).isBetween(0.9 * TRACES, 1.1 * TRACES);
    }
  }

  @Test
  void refusesWhatItCannotCompare() throws Exception {
    for (String wrong :
        List.of(
            "quantile=1",
            "quantile=x",
            "quantile=1e-1",
            "baselineFrom=1",
            "baselineTo=1",
            "baselineFrom=9&baselineTo=8")) {
      HttpResponse<byte[]> answer = api.get("/api/v1/analysis/hops?" + wrong);
      assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
      String field = ApiFixture.MAPPER.readTree(answer.body()).at("/field").asText();
      assertThat(field).as(wrong).startsWith(wrong.startsWith("q") ? "quantile" : "baseline");
    }
  }

  private static List<Span> trace(int id, long start, boolean later, Random random) {
    double database = 8 * Math.exp(0.3 * random.nextGaussian()) + (later ? 50 : 0);
    double end = database + 40;
    List<Span> spans = new ArrayList<>();
    spans.add(span(id, 1, 0, "POST /orders", SpanKind.SERVER, start, 0, end, Attributes.EMPTY));
    Attributes db =
        Attributes.of("db.system.name", "postgresql")
            .with("db.namespace", AttributeValue.of("orders"));
    spans.add(span(id, 2, 1, "INSERT orders", SpanKind.CLIENT, start, 2, 2 + database, db));
    int attempts = later && id % 2 == 0 ? 2 : 1;
    IntStream.range(0, attempts)
        .forEach(i ->
            spans.add(
                span(
                    id,
                    3 + i,
                    1,
                    "charge",
                    SpanKind.CLIENT,
                    start,
                    4 + database + i * 10,
                    10 + database + i * 10,
                    payment(i + 1 < attempts ? 503 : 200))));
    spans.add(span(id, 8, 1, "mail", SpanKind.CLIENT, start, end - 3, end - 1, Attributes.EMPTY));
    // The mail service loses the spans of every fourth request.
    if (id % 4 != 0) {
      spans.add(span(id, 9, 8, "send", SpanKind.SERVER, start, end - 2, end - 2, Attributes.EMPTY));
    }
    return spans;
  }

  private static Attributes payment(int status) {
    return Attributes.of(
        new Attribute("server.address", AttributeValue.of("api.pay.example")),
        new Attribute("http.response.status_code", AttributeValue.of(status)));
  }

  private static Span span(
      int trace,
      long id,
      long parent,
      String name,
      SpanKind kind,
      long start,
      double fromMillis,
      double toMillis,
      Attributes attributes) {
    return new Span(
        new TraceId(9, trace),
        id,
        parent,
        "",
        1,
        name,
        kind,
        start + Math.round(fromMillis * 1e6),
        start + Math.round(toMillis * 1e6),
        attributes,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        new Resource(Attributes.of(Resource.SERVICE_NAME, id == 9 ? "mail" : "shop"), 0, ""),
        InstrumentationScope.EMPTY);
  }
}
