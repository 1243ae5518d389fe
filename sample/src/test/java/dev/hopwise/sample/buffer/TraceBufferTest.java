package dev.hopwise.sample.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.otlp.SpanBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TraceBufferTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long MIB = 1L << 20;
  private static final BufferLimits LIMITS =
      new BufferLimits(64 * MIB, 100_000, 32 * MIB, 2 * SECOND, 30 * SECOND);

  private final TraceBuffer buffer = new TraceBuffer(LIMITS);
  private long position;

  @Test
  void aTraceWithItsRootIsDueWhenItWasQuiet() {
    add(new SpanMaker().from("a").span(1, 1, 0, "root", 0, 5).batch(), 0);
    assertThat(due(SECOND)).isEmpty();
    assertThat(due(2 * SECOND + SECOND / 10)).containsExactly(Map.entry(1L, Trigger.QUIET));
  }

  @Test
  void furtherSpansMakeItWaitLonger() {
    add(new SpanMaker().from("a").span(1, 1, 0, "root", 0, 5).batch(), 0);
    due(1_500_000_000L);
    add(new SpanMaker().from("a").span(1, 2, 1, "child", 0, 5).batch(), 1_500_000_000L);
    assertThat(due(3 * SECOND)).isEmpty();
    assertThat(due(3_700_000_000L)).hasSize(1);
  }

  @Test
  void aTraceWithoutRootWaitsForTheTimeout() {
    add(new SpanMaker().from("a").span(1, 2, 1, "child", 0, 5).batch(), 0);
    assertThat(due(29 * SECOND)).isEmpty();
    assertThat(due(31 * SECOND)).containsExactly(Map.entry(1L, Trigger.TIMEOUT));
  }

  @Test
  void aRootThatComesLateShortensTheWait() {
    add(new SpanMaker().from("a").span(1, 2, 1, "child", 0, 5).batch(), 0);
    due(10 * SECOND);
    add(new SpanMaker().from("a").span(1, 1, 0, "root", 0, 5).batch(), 10 * SECOND);
    assertThat(due(12 * SECOND + SECOND / 5)).hasSize(1);
  }

  @Test
  void nothingIsForgottenWhenTheClockJumps() {
    for (long trace = 1; trace <= 100; trace++) {
      long now = trace * SECOND / 70;
      add(new SpanMaker().from("a").span(trace, 1, 0, "root", 0, 5).batch(), now);
    }
    assertThat(due(10_000 * SECOND)).hasSize(100);
  }

  @Test
  void aReplayStartsAtTheOldestTrace() {
    position = 100;
    add(new SpanMaker().from("a").span(1, 1, 0, "root", 0, 5).batch(), 0);
    position = 200;
    add(new SpanMaker().from("a").span(2, 1, 0, "root", 0, 5).batch(), 0);
    assertThat(buffer.oldestPosition(300)).isEqualTo(100);
    buffer.release(buffer.records().find(1, 1));
    assertThat(buffer.oldestPosition(300)).isEqualTo(200);
    buffer.release(buffer.records().find(2, 2));
    assertThat(buffer.oldestPosition(300)).isEqualTo(300);
  }

  /// The buffer against maps: random traces come, grow, and go in random order, some stay long, so
  /// that chunks are emptied and used again.
  @Test
  void givesBackEverySpanAsItCame() {
    SplittableRandom random = new SplittableRandom(42);
    Map<Long, Map<Long, String>> expected = new HashMap<>();
    List<Long> live = new ArrayList<>();
    long nextTrace = 1;
    long nextSpan = 1;
    long heldMax = 0;
    for (int round = 0; round < 3_000; round++) {
      SpanMaker maker = new SpanMaker();
      for (int i = 0; i < 40; i++) {
        String service = "service-" + random.nextInt(50);
        maker.from(service);
        boolean fresh = live.isEmpty() || random.nextInt(4) == 0;
        long trace = fresh ? nextTrace++ : live.get(random.nextInt(live.size()));
        if (fresh) {
          live.add(trace);
        }
        String name = "span-" + random.nextInt(1000);
        long span = nextSpan++;
        maker.span(trace, span, 0, name, span, span + 7, 0, random.nextInt(2_000));
        expected.computeIfAbsent(trace, _ -> new HashMap<>()).put(span, service + "/" + name);
      }
      add(maker.batch(), round * 10_000_000L);
      while (live.size() > 300) {
        // The first few stay for long.
        long trace = live.remove(20 + random.nextInt(live.size() - 20));
        assertThat(spans(trace)).isEqualTo(expected.remove(trace));
        buffer.release(buffer.records().find(trace, trace));
      }
      heldMax = Math.max(heldMax, buffer.heldBytes());
    }
    for (long trace : live) {
      assertThat(spans(trace)).isEqualTo(expected.remove(trace));
      buffer.release(buffer.records().find(trace, trace));
    }
    assertThat(expected).isEmpty();
    assertThat(buffer.spans()).isZero();
    assertThat(buffer.traces()).isZero();
    assertThat(buffer.ring().liveBytes()).isZero();
    assertThat(buffer.heldBytes()).isLessThanOrEqualTo(2L * SpanRing.CHUNK_BYTES);
    assertThat(heldMax).isBetween(3L * SpanRing.CHUNK_BYTES, 64 * MIB);
  }

  @Test
  void theOldestTracesAreInTheWay() {
    long trace = 1;
    while (buffer.hasRoom(4L * SpanRing.CHUNK_BYTES)) {
      add(new SpanMaker().from("a").span(trace++, 1, 0, "root", 0, 5, 0, 50_000).batch(), 0);
    }
    Set<Long> inTheWay = new HashSet<>();
    buffer.inTheWay(record -> inTheWay.add(buffer.records().get(record, TraceRecords.ID_LOW)));
    assertThat(inTheWay).contains(1L).doesNotContain(trace - 1);
    long before = buffer.heldBytes();
    inTheWay.forEach(id -> buffer.release(buffer.records().find(id, id)));
    assertThat(buffer.heldBytes()).isLessThan(before);
  }

  @Test
  void takesASpanThatIsLargerThanAChunk() {
    add(new SpanMaker().from("a").span(1, 1, 0, "root", 0, 5, 0, 5 << 20).batch(), 0);
    assertThat(spans(1)).isEqualTo(Map.of(1L, "a/root"));
    buffer.release(buffer.records().find(1, 1));
    add(new SpanMaker().from("a").span(2, 1, 0, "next", 0, 5).batch(), 0);
    assertThat(spans(2)).isEqualTo(Map.of(1L, "a/next"));
  }

  private void add(SpanBatch batch, long now) {
    assertThat(buffer.hasRoom(TraceBuffer.bytesNeeded(batch))).isTrue();
    buffer.begin(now);
    for (int i = 0; i < batch.count; i++) {
      int record = buffer.records().find(batch.traceIdHigh[i], batch.traceIdLow[i]);
      if (record == TraceRecords.NONE) {
        record = buffer.create(batch.traceIdHigh[i], batch.traceIdLow[i], position, now);
      }
      assertThat(buffer.add(record, batch, i, 0, now)).isTrue();
    }
  }

  private Map<Long, Trigger> due(long now) {
    Map<Long, Trigger> found = new HashMap<>();
    buffer.due(
        now,
        new TraceBuffer.DueTraces() {
          @Override
          public boolean wantsMore() {
            return true;
          }

          @Override
          public void due(int record, Trigger trigger) {
            found.put(buffer.records().get(record, TraceRecords.ID_LOW), trigger);
          }
        });
    return found;
  }

  private Map<Long, String> spans(long trace) {
    BatchAssembler assembler = new BatchAssembler(buffer.ring());
    assembler.clear();
    buffer.copy(buffer.records().find(trace, trace), assembler, null);
    SpanBatch batch = assembler.batch();
    Map<Long, String> found = new HashMap<>();
    for (int i = 0; i < batch.count; i++) {
      int resource = batch.resourceOf(i);
      found.put(
          batch.spanId[i],
          text(batch, batch.serviceNameOffset[resource], batch.serviceNameLength[resource])
              + "/"
              + text(batch, batch.nameOffset[i], batch.nameLength[i]));
    }
    return found;
  }

  private static String text(SpanBatch batch, int offset, int length) {
    return new String(batch.bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8);
  }
}
