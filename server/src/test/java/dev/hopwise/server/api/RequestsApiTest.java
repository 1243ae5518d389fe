package dev.hopwise.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.KeepMark;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.memory.MemorySpanStore;
import dev.hopwise.testkit.Batches;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// In a quarter of an hour 200 fast requests were kept with probability 0.1, and 50 failed slow
/// ones all.
class RequestsApiTest {

  private static final String RANGE = "from=2026-11-22T13:45:00Z&to=2026-11-22T14:00:00Z";
  private static final int FAST = 200;
  private static final int FAILED = 50;

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    MemorySpanStore store = new MemorySpanStore();
    store.append(marked("baseline", 0.1, requests(1, FAST, false)), JournalPosition.at(1));
    store.append(marked("errors", 1, requests(10_000, FAILED, true)), JournalPosition.at(2));
    api = new ApiFixture(store);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void estimatesAllRequestsFromThoseKept() throws Exception {
    JsonNode answer = api.json("/api/v1/analysis/requests?" + RANGE);
    assertThat(answer.at("/n").asInt()).isEqualTo(FAST + FAILED);
    assertThat(answer.at("/requests/value").asDouble()).isCloseTo(2_050, within(1e-6));
    assertThat(answer.at("/requests/low").asDouble()).isBetween(1_700.0, 1_900.0);
    assertThat(answer.at("/requests/high").asDouble()).isBetween(2_200.0, 2_400.0);
    assertThat(answer.at("/requestsPerSecond/value").asDouble())
        .isCloseTo(2_050 / 900.0, within(1e-9));
    assertThat(answer.at("/errorShare/value").asDouble()).isCloseTo(50 / 2_050.0, within(1e-9));
    assertThat(answer.at("/durationNanos/quantile").asDouble()).isEqualTo(0.95);
    assertThat(answer.at("/durationNanos/value").asLong()).isLessThan(1_000_000_000);
    assertThat(answer.at("/bounded").asBoolean()).isFalse();
    assertThat(answer.at("/partial").asBoolean()).isFalse();
    assertThat(answer.at("/from").asText()).isEqualTo("2026-11-22T13:45:00Z");
    assertThat(answer.has("operations")).isFalse();
  }

  @Test
  void tellsOperationsApart() throws Exception {
    JsonNode answer = api.json("/api/v1/analysis/requests?by=operation&quantile=0.5&" + RANGE);
    assertThat(answer.at("/operationCount").asInt()).isEqualTo(2);
    assertThat(answer.at("/operations/0/name").asText()).isEqualTo("GET /fast");
    assertThat(answer.at("/operations/0/requests/value").asDouble()).isCloseTo(2_000, within(1e-6));
    assertThat(answer.at("/operations/1/errorShare"))
        .isEqualTo(ApiFixture.tree("{'value':1,'low':1,'high':1}"));
    assertThat(answer.at("/operations/1/requests"))
        .isEqualTo(ApiFixture.tree("{'value':50,'low':50,'high':50}"));
  }

  @Test
  void saysWhereTheSampleSetsNoLimit() throws Exception {
    String query = ApiFixture.encoded("{ name = \"GET /fast\" }");
    JsonNode answer = api.json("/api/v1/analysis/requests?quantile=0.999&q=" + query + "&" + RANGE);
    assertThat(answer.at("/durationNanos/high").isNull()).isTrue();
    JsonNode nothing = api.json("/api/v1/analysis/requests?from=1&to=2");
    assertThat(nothing.at("/n").asInt()).isZero();
    assertThat(nothing.at("/errorShare"))
        .isEqualTo(ApiFixture.tree("{'value':0,'low':0,'high':1}"));
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    for (String wrong : List.of("by=tenant", "quantile=0", "from=x", "q=%7B")) {
      HttpResponse<byte[]> answer = api.get("/api/v1/analysis/requests?" + wrong);
      assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
    }
  }

  private static SpanBatch marked(String rule, double probability, List<Span> spans) {
    SpanBatch batch = Batches.of(spans);
    int keep = batch.addKeep(new KeepMark(rule, "quiet", probability, null));
    for (int i = 0; i < batch.count; i++) {
      batch.keepIndex[i] = keep;
      batch.inclusionProbability[i] = probability;
    }
    return batch;
  }

  private static List<Span> requests(int firstId, int count, boolean failed) {
    List<Span> spans = new ArrayList<>();
    long from = Parameters.nanos(ApiFixture.NOW) - 900_000_000_000L;
    for (int i = 0; i < count; i++) {
      long start = from + 900_000_000_000L / count * i;
      long duration = failed ? 1_000_000_000L : 10_000_000L + i * 1_000_000L;
      spans.add(request(firstId + i, start, duration, failed));
    }
    return spans;
  }

  private static Span request(int id, long start, long durationNanos, boolean failed) {
    return new Span(
        new TraceId(7, id),
        1,
        0,
        "",
        1,
        failed ? "POST /failing" : "GET /fast",
        SpanKind.SERVER,
        start,
        start + durationNanos,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        failed ? new Status(StatusCode.ERROR, "") : Status.UNSET,
        new Resource(Attributes.of(Resource.SERVICE_NAME, "shop"), 0, ""),
        InstrumentationScope.EMPTY);
  }
}
