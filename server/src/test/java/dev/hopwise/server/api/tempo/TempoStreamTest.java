package dev.hopwise.server.api.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.stream.StreamMessage;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.server.api.ApiFixture;
import dev.hopwise.server.api.Shop;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.StoreStatus;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValueList;
import dev.hopwise.store.ValuesRequest;
import dev.hopwise.store.memory.MemorySpanStore;
import dev.hopwise.testkit.Batches;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Tempo's streaming methods, over HTTP/2 in clear text.
@Timeout(60)
class TempoStreamTest {

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = ApiFixture.of(Shop.trace());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void streamsASearchAsTheHttpApiAnswersIt() throws Exception {
    DynamicMessage.Builder request = TempoSchema.builder("SearchRequest");
    set(request, "Query", "{ status = error && .enduser.id != nil }");
    set(request, "Limit", 5);
    List<Message> answers = call("Search", request.build(), "SearchResponse");
    assertThat(answers).hasSize(2);
    Message trace = TempoSchema.list(answers.getFirst(), "traces").getFirst();
    assertThat(TempoSchema.get(trace, "traceID")).isEqualTo("abcdef");
    assertThat(TempoSchema.get(trace, "rootServiceName")).isEqualTo("gateway");
    Message span =
        TempoSchema.list((Message) TempoSchema.get(trace, "spanSet"), "spans").getFirst();
    assertThat(TempoSchema.get(span, "spanID")).isEqualTo("0000000000000003");
    assertThat(TempoSchema.list(span, "attributes").toString()).contains("enduser.id", "u1");
    assertThat(TempoSchema.list(trace, "serviceStats")).hasSize(2);
    Message metrics = (Message) TempoSchema.get(answers.getLast(), "metrics");
    assertThat(TempoSchema.get(metrics, "completedJobs")).isEqualTo(1);
    assertThat(TempoSchema.list(answers.getLast(), "traces")).isEmpty();
    byte[] whole =
        api.get(
                "/tempo/api/search?q="
                    + ApiFixture.encoded("{ status = error && .enduser.id != nil }"),
                "accept",
                "application/protobuf")
            .body();
    assertThat(TempoSchema.list(TempoSchema.parse("SearchResponse", whole), "traces"))
        .containsExactly(trace);
  }

  @Test
  void takesTagsAndDurations() throws Exception {
    DynamicMessage.Builder request = TempoSchema.builder("SearchRequest");
    Message.Builder entry =
        request.newBuilderForField(request.getDescriptorForType().findFieldByName("Tags"));
    set(entry, "key", "service.name");
    set(entry, "value", "payments");
    request.addRepeatedField(request.getDescriptorForType().findFieldByName("Tags"), entry.build());
    set(request, "MinDurationMs", 100);
    assertThat(traces(request)).isEqualTo(1);
    set(request, "MinDurationMs", 101);
    assertThat(traces(request)).isZero();
  }

  private static long traces(DynamicMessage.Builder request) throws Exception {
    return call("Search", request.build(), "SearchResponse").stream()
        .mapToLong(answer -> TempoSchema.list(answer, "traces").size())
        .sum();
  }

  @Test
  void completesNamesAndValues() throws Exception {
    DynamicMessage.Builder tags = TempoSchema.builder("SearchTagsRequest");
    set(tags, "scope", "event");
    assertThat(answer("SearchTags", tags, "SearchTagsResponse", "tagNames"))
        .isEqualTo(List.of("m"));
    Message scope =
        TempoSchema.list(
                call("SearchTagsV2", tags.build(), "SearchTagsV2Response").getFirst(), "scopes")
            .getFirst();
    assertThat(TempoSchema.get(scope, "tags")).isEqualTo(List.of("m"));
    DynamicMessage.Builder values = TempoSchema.builder("SearchTagValuesRequest");
    set(values, "tagName", "service.name");
    assertThat(answer("SearchTagValues", values, "SearchTagValuesResponse", "tagValues"))
        .isEqualTo(List.of("gateway", "payments"));
    set(values, "tagName", "resource.service.name");
    set(values, "query", "{ span.enduser.id = \"u1\" && name = ");
    List<Message> typed =
        TempoSchema.list(
            call("SearchTagValuesV2", values.build(), "SearchTagValuesV2Response").getFirst(),
            "tagValues");
    assertThat(typed).hasSize(1);
    assertThat(TempoSchema.get(typed.getFirst(), "value")).isEqualTo("payments");
    assertThat(TempoSchema.get(typed.getFirst(), "type")).isEqualTo("string");
  }

  private static Object answer(
      String method, DynamicMessage.Builder request, String type, String field) throws Exception {
    return TempoSchema.get(call(method, request.build(), type).getFirst(), field);
  }

  @Test
  void answersMetricsQueries() throws Exception {
    DynamicMessage.Builder request = TempoSchema.builder("QueryRangeRequest");
    set(request, "query", "{ } | count_over_time() by (resource.service.name)");
    set(request, "start", Shop.START - 60_000_000_000L);
    set(request, "end", Shop.START + 60_000_000_000L);
    set(request, "step", 60_000_000_000L);
    set(request, "exemplars", 5);
    List<Message> ranges = call("MetricsQueryRange", request.build(), "QueryRangeResponse");
    List<Message> series = TempoSchema.list(ranges.getFirst(), "series");
    assertThat(series).hasSize(2);
    assertThat(TempoSchema.list(series.getFirst(), "labels").toString())
        .contains("resource.service.name", "gateway");
    assertThat(
            TempoSchema.list(series.getFirst(), "samples").stream()
                .mapToDouble(sample -> (double) TempoSchema.get(sample, "value"))
                .sum())
        .isEqualTo(2);
    DynamicMessage.Builder instant = TempoSchema.builder("QueryInstantRequest");
    set(instant, "query", "{ } | count_over_time()");
    set(instant, "start", Shop.START - 60_000_000_000L);
    set(instant, "end", Shop.START + 60_000_000_000L);
    Message answer =
        call("MetricsQueryInstant", instant.build(), "QueryInstantResponse").getFirst();
    assertThat(TempoSchema.get(TempoSchema.list(answer, "series").getFirst(), "value"))
        .isEqualTo(3.0);
    set(instant, "query", "{ } | nothing()");
    assertThat(
            raw("MetricsQueryInstant", instant.build().toByteArray()).trailers().get("grpc-status"))
        .isEqualTo("3");
  }

  @Test
  void saysWhatIsWrongInTrailers() {
    DynamicMessage.Builder request = TempoSchema.builder("SearchRequest");
    set(request, "Query", "{ status = ");
    AggregatedHttpResponse answer = raw("Search", request.build().toByteArray());
    assertThat(answer.trailers().get("grpc-status")).isEqualTo("3");
    assertThat(answer.trailers().get("grpc-message")).startsWith("invalid TraceQL query: ");
    assertThat(raw("Search", new byte[] {8}).trailers().get("grpc-status")).isEqualTo("3");
    assertThat(raw("Nothing", new byte[0]).headers().get("grpc-status")).isEqualTo("12");
  }

  @Test
  void sendsTheFirstTraceBeforeTheSecondIsRead() throws Exception {
    SlowStore slow = new SlowStore();
    try (ApiFixture waiting = new ApiFixture(slow)) {
      byte[] request = TempoSchema.builder("SearchRequest").build().toByteArray();
      Frames frames = new Frames();
      stream(waiting, request).subscribe(frames);
      assertThat(frames.first.await(30, TimeUnit.SECONDS)).isTrue();
      slow.goOn.countDown();
      assertThat(frames.end.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(frames.bytes).hasSizeGreaterThan(1);
    }
  }

  @Test
  void endsASearchWhoseClientWentAway() throws Exception {
    SlowStore slow = new SlowStore();
    try (ApiFixture waiting = new ApiFixture(slow)) {
      Frames frames = new Frames();
      stream(waiting, TempoSchema.builder("SearchRequest").build().toByteArray()).subscribe(frames);
      assertThat(frames.first.await(30, TimeUnit.SECONDS)).isTrue();
      frames.cancel();
      assertThat(slow.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
      slow.goOn.countDown();
    }
  }

  /// Two traces, of which the second is loaded only when it may be.
  private static final class SlowStore implements SpanStore {
    private final SpanStore store = new MemorySpanStore();
    final AtomicInteger loads = new AtomicInteger();
    final CountDownLatch goOn = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    SlowStore() {
      List<Span> spans = new ArrayList<>(Shop.trace());
      spans.add(Shop.spanOf(new TraceId(1, 2)));
      store.append(Batches.of(spans), JournalPosition.at(1));
    }

    @Override
    public void append(SpanBatch batch, JournalPosition upTo) {
      store.append(batch, upTo);
    }

    @Override
    public JournalPosition committed() {
      return store.committed();
    }

    @Override
    public SearchPage search(SearchRequest request) {
      return store.search(request);
    }

    @Override
    public ValueList values(ValuesRequest request) {
      return store.values(request);
    }

    @Override
    public StoreStatus status() {
      return store.status();
    }

    @Override
    public void flush() {
      store.flush();
    }

    @Override
    public void close() {
      store.close();
    }

    @Override
    public Optional<StoredTrace> findTrace(TraceId id, TimeRange hint) {
      if (loads.incrementAndGet() == 2) {
        try {
          goOn.await();
        } catch (InterruptedException _) {
          interrupted.countDown();
          Thread.currentThread().interrupt();
        }
      }
      return store.findTrace(id, hint);
    }
  }

  /// What of an answer has come.
  private static final class Frames implements Subscriber<HttpData> {
    final CountDownLatch first = new CountDownLatch(1);
    final CountDownLatch end = new CountDownLatch(1);
    final List<HttpData> bytes = new ArrayList<>();
    private volatile Subscription subscription;

    @Override
    public void onSubscribe(Subscription s) {
      subscription = s;
      s.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpData data) {
      bytes.add(data);
      first.countDown();
    }

    @Override
    public void onError(Throwable t) {
      end.countDown();
    }

    @Override
    public void onComplete() {
      end.countDown();
    }

    void cancel() {
      subscription.cancel();
    }
  }

  private static StreamMessage<HttpData> stream(ApiFixture at, byte[] message) {
    return post(at, "Search", message).split().body();
  }

  private static HttpResponse post(ApiFixture at, String method, byte[] message) {
    RequestHeaders headers =
        RequestHeaders.builder(HttpMethod.POST, "/tempopb.StreamingQuerier/" + method)
            .set("content-type", "application/grpc+proto")
            .set("te", "trailers")
            .set("x-scope-orgid", "anybody")
            .build();
    byte[] frame =
        ByteBuffer.allocate(5 + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array();
    return WebClient.builder("h2c://127.0.0.1:" + at.port())
        .factory(ClientFactory.ofDefault())
        .build()
        .execute(headers, HttpData.wrap(frame));
  }

  private static AggregatedHttpResponse raw(String method, byte[] message) {
    return post(api, method, message).aggregate().join();
  }

  private static List<Message> call(String method, Message request, String type) throws Exception {
    AggregatedHttpResponse answer = raw(method, request.toByteArray());
    assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
    List<Message> messages = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(answer.content().array());
    while (bytes.hasRemaining()) {
      assertThat(bytes.get()).isZero();
      byte[] message = new byte[bytes.getInt()];
      bytes.get(message);
      messages.add(TempoSchema.parse(type, message));
    }
    return messages;
  }

  private static void set(Message.Builder message, String field, Object value) {
    message.setField(message.getDescriptorForType().findFieldByName(field), value);
  }
}
