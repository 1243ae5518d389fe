package dev.hopwise.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hopwise.model.KeepMark;
import dev.hopwise.model.otlp.BatchEncoder;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What was scanned and is encoded again, against protobuf-java. A failure names the seed; run it
/// again with `-Dhopwise.seed=…`.
class BatchEncoderTest {

  private static final int REQUEST_BYTES_MAX = 4_000;
  private static final Duration FOR_EVER = Duration.ofDays(361_500);
  private static final ReceiveLimits LIMITS =
      new ReceiveLimits(64 << 20, 64 << 20, FOR_EVER, FOR_EVER);

  private final long seed = Long.getLong("hopwise.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final SpanCheck check = new SpanCheck(LIMITS);
  private final OtlpScanner scanner = new OtlpScanner(check);
  private final BatchEncoder encoder = new BatchEncoder(REQUEST_BYTES_MAX);
  private final List<byte[]> requests = new ArrayList<>();
  private final List<Integer> spanCounts = new ArrayList<>();

  @Test
  void saysTheSameSpansAgain() {
    RandomRequests random = new RandomRequests(seed);
    for (int round = 0; round < 500; round++) {
      SpanBatch batch = scan(random.next().toByteArray());
      List<dev.hopwise.model.Span> before = new SpanDecoder().decode(batch);
      encode(batch);
      List<dev.hopwise.model.Span> after = new ArrayList<>();
      for (byte[] request : requests) {
        after.addAll(new SpanDecoder().decode(scan(request)));
      }
      assertThat(after).as("seed %d round %d", seed, round).isEqualTo(before);
    }
  }

  @Test
  void groupsSpansByScopeHoweverTheyAreMixed() throws Exception {
    SpanBatch batch = scan(threeScopes(40).toByteArray());
    List<Integer> mixed = new ArrayList<>();
    for (int i = 0; i < batch.count; i++) {
      mixed.add(i);
    }
    Collections.shuffle(mixed, random);
    SpanBatch shuffled = new SpanBatch();
    shuffled.selectFrom(batch, mixed.stream().mapToInt(i -> i).toArray(), mixed.size());
    encode(shuffled);
    List<ScopeSpans> scopes = new ArrayList<>();
    for (byte[] request : requests) {
      ExportTraceServiceRequest.parseFrom(request)
          .getResourceSpansList()
          .forEach(r -> scopes.addAll(r.getScopeSpansList()));
    }
    assertThat(scopes).hasSizeLessThan(6);
    assertThat(scopes.stream().mapToInt(ScopeSpans::getSpansCount).sum()).isEqualTo(120);
    for (ScopeSpans scope : scopes) {
      assertThat(scope.getSpansList())
          .allMatch(span -> span.getName().startsWith(scope.getScope().getName()));
    }
  }

  @Test
  void endsARequestBeforeItIsMuchTooLarge() {
    encode(scan(threeScopes(100).toByteArray()));
    assertThat(requests).hasSizeGreaterThan(3).allMatch(r -> r.length < REQUEST_BYTES_MAX + 400);
    assertThat(spanCounts.stream().mapToInt(n -> n).sum()).isEqualTo(300);
  }

  @Test
  void changesNothingButTheTraceStateWhereASpanStandsForSeveral() throws Exception {
    RandomRequests random = new RandomRequests(seed);
    for (int round = 0; round < 300; round++) {
      SpanBatch batch = scan(random.next().toByteArray());
      encode(batch);
      List<Span> before = spans();
      int mark = batch.addKeep(new KeepMark("baseline", "quiet", 0.25, null));
      for (int i = 0; i < batch.count; i++) {
        batch.keepIndex[i] = mark;
        batch.inclusionProbability[i] = i % 3 == 0 ? 1 : 0.25;
      }
      encode(batch);
      List<Span> after = spans();
      assertThat(after).as("seed %d round %d", seed, round).hasSameSizeAs(before);
      for (int i = 0; i < after.size(); i++) {
        String state = after.get(i).getTraceState();
        assertThat(state.startsWith("ot=th:c")).isEqualTo(batch.inclusionProbability[i] < 1);
        assertThat(after.get(i).toBuilder().clearTraceState().build())
            .isEqualTo(before.get(i).toBuilder().clearTraceState().build());
      }
    }
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                              | 0.5   | ot=th:8
          ''                              | 0.25  | ot=th:c
          ''                              | 0.01  | ot=th:fd70a3d70a3d71
          ''                              | 1e-30 | ot=th:ffffffffffffff
          vendor=x                        | 0.5   | ot=th:8,vendor=x
          vendor=x, ot=rv:0123456789abcd  | 0.5   | ot=th:8;rv:0123456789abcd,vendor=x
          ot=th:8;rv:f123456789abcd       | 0.25  | ot=th:c;rv:f123456789abcd
          a=1,ot=th:c,b=2                 | 0.25  | a=1,ot=th:c,b=2
          a=1,ot=th:fd70a                 | 0.01  | ot=th:fd70a3d70a3d71,a=1
          ot=th:fd70a3d70a3d71            | 0.01  | ot=th:fd70a3d70a3d71
          ot=p:2;r:5                      | 0.125 | ot=th:e
          ot=th:xyz                       | 0.5   | ot=th:8
          ''                              | 0     | ''
          ot=th:8                         | 0     | ''
          a=1,ot=th:8;rv:f123456789abcd   | 0     | ot=rv:f123456789abcd,a=1
          """)
  void saysTheProbabilityInTheTraceState(String before, double probability, String after)
      throws Exception {
    Span.Builder span = span(1, "GET /").setTraceState(before);
    SpanBatch batch =
        scan(
            ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                    ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build()
                .toByteArray());
    int mark = batch.addKeep(new KeepMark("baseline", "quiet", probability, null));
    batch.keepIndex[0] = mark;
    batch.inclusionProbability[0] = probability;
    encode(batch);
    assertThat(spans().getFirst().getTraceState()).isEqualTo(after);
  }

  private SpanBatch scan(byte[] bytes) {
    SpanBatch batch = new SpanBatch();
    check.begin(Spans.NOW);
    scanner.scan(bytes, 0, bytes.length, batch);
    return batch;
  }

  private void encode(SpanBatch batch) {
    requests.clear();
    spanCounts.clear();
    encoder.encode(
        batch,
        (request, spans) -> {
          requests.add(request);
          spanCounts.add(spans);
        });
  }

  private List<Span> spans() throws Exception {
    List<Span> all = new ArrayList<>();
    for (byte[] request : requests) {
      ExportTraceServiceRequest.parseFrom(request)
          .getResourceSpansList()
          .forEach(r -> r.getScopeSpansList().forEach(s -> all.addAll(s.getSpansList())));
    }
    return all;
  }

  private static ExportTraceServiceRequest threeScopes(int spansEach) {
    ResourceSpans.Builder resource = ResourceSpans.newBuilder();
    for (int s = 0; s < 3; s++) {
      ScopeSpans.Builder scope = ScopeSpans.newBuilder();
      scope.getScopeBuilder().setName("scope-" + s);
      for (int i = 0; i < spansEach; i++) {
        scope.addSpans(span(1 + i, "scope-" + s + " " + i));
      }
      resource.addScopeSpans(scope);
    }
    return ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build();
  }

  private static Span.Builder span(long id, String name) {
    return Span.newBuilder()
        .setTraceId(id(1, id))
        .setSpanId(id(id))
        .setStartTimeUnixNano(Spans.NOW)
        .setEndTimeUnixNano(Spans.NOW + 1_000)
        .setName(name);
  }

  private static ByteString id(long... longs) {
    ByteBuffer buffer = ByteBuffer.allocate(longs.length * Long.BYTES);
    for (long each : longs) {
      buffer.putLong(each);
    }
    return ByteString.copyFrom(buffer.flip());
  }
}
