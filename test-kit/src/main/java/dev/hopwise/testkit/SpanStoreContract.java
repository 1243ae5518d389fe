package dev.hopwise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.StoreStatus;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What every {@link dev.hopwise.store.SpanStore} keeps and gives back.
public abstract class SpanStoreContract extends StoreFixture {

  private static final Comparator<Span> ORDER =
      Comparator.comparingLong(Span::startEpochNanos)
          .thenComparing(Span::spanId, Long::compareUnsigned)
          .thenComparing(Span::kind);

  private static final long START = RandomSpans.FROM_EPOCH_NANOS;

  @Test
  void anEmptyStoreHasNothing() {
    assertThat(store.findTrace(new TraceId(1, 2), TimeRange.ALL)).isEmpty();
    assertThat(store.committed()).isEqualTo(JournalPosition.START);
    StoreStatus status = store.status();
    assertThat(status.spans()).isZero();
    assertThat(status.oldestEpochNanos()).isZero();
    assertThat(status.newestEpochNanos()).isZero();
    store.flush();
    assertThat(store.committed()).isEqualTo(JournalPosition.START);
  }

  @Test
  void givesEverySpanBackWholeRightAfterItWasAppended() throws Exception {
    for (long seed = 21; seed < 25; seed++) {
      List<Span> spans = new RandomSpans(seed).next(120);
      append(spans, 37);
      checkTraces();
    }
  }

  @Test
  void givesEverySpanBackAfterAFlush() throws Exception {
    append(new RandomSpans(31).next(300), 50);
    store.flush();
    checkTraces();
    assertThat(store.committed()).isEqualTo(JournalPosition.at(position));
    append(new RandomSpans(32).next(100), 50);
    checkTraces();
  }

  @Test
  void keepsWhatItHasWhenItIsClosedIfItIsDurable() throws Exception {
    append(new RandomSpans(33).next(200), 50);
    long behind = position;
    reopen();
    if (isDurable()) {
      assertThat(store.committed()).isEqualTo(JournalPosition.at(behind));
      checkTraces();
    } else {
      assertThat(store.committed()).isEqualTo(JournalPosition.START);
      assertThat(store.status().spans()).isZero();
      appended.clear();
    }
    append(new RandomSpans(34).next(100));
    checkTraces();
  }

  @Test
  void aTraceShowsARepeatedSpanOnce() throws Exception {
    Span span = SpanEdits.at(new TraceId(1, 1), 5, START);
    append(List.of(span, span));
    append(List.of(span));
    assertThat(found(span.traceId())).containsExactly(span);
  }

  @Test
  void spansThatDifferInKindOrStartAreTwo() throws Exception {
    TraceId id = new TraceId(1, 1);
    Span server = SpanEdits.at(id, 5, SpanKind.SERVER, START);
    Span client = SpanEdits.at(id, 5, SpanKind.CLIENT, START);
    Span later = SpanEdits.at(id, 5, SpanKind.SERVER, START + 1);
    append(List.of(later, client));
    append(List.of(server));
    assertThat(found(id)).containsExactly(server, client, later);
  }

  @Test
  void sortsATraceByStartThenSpanId() throws Exception {
    TraceId id = new TraceId(-1, -1);
    for (long spanId : new long[] {-1, 3, 1}) {
      append(List.of(SpanEdits.at(id, spanId, START)));
    }
    append(List.of(SpanEdits.at(id, 9, START - 1)));
    assertThat(found(id)).extracting(Span::spanId).containsExactly(9L, 1L, 3L, -1L);
  }

  @Test
  void findsATraceWhoseSpansAreHoursApart() throws Exception {
    TraceId id = new TraceId(4, 4);
    long hour = TimeUnit.HOURS.toNanos(1);
    for (int i = 0; i < 4; i++) {
      append(List.of(SpanEdits.at(id, i + 1, START + i * hour)));
      append(new RandomSpans(40 + i).next(30));
    }
    assertThat(found(id)).hasSize(4);
    TimeRange hint = new TimeRange(START, START + 1);
    assertThat(store.findTrace(id, hint).orElseThrow().spans())
        .contains(SpanEdits.at(id, 1, START));
  }

  @Test
  void doesNotConfuseTracesThatShareHalfTheirId() throws Exception {
    Span one = SpanEdits.at(new TraceId(1, 2), 1, START);
    Span other = SpanEdits.at(new TraceId(1, 3), 2, START);
    append(List.of(one, other, SpanEdits.at(new TraceId(2, 2), 3, START)));
    assertThat(found(one.traceId())).containsExactly(one);
    assertThat(found(other.traceId())).containsExactly(other);
    assertThat(store.findTrace(new TraceId(2, 3), TimeRange.ALL)).isEmpty();
  }

  @Test
  void aReplayNeverStartsBehindWhatIsNotCommitted() throws Exception {
    long before = store.committed().applied();
    for (int i = 0; i < 6; i++) {
      append(new RandomSpans(50 + i).next(40));
      assertThat(store.committed().applied()).isBetween(before, position);
      before = store.committed().applied();
    }
    store.flush();
    assertThat(store.committed()).isEqualTo(JournalPosition.at(position));
  }

  @Test
  void remembersBothPlacesOfThePosition() throws Exception {
    append(new RandomSpans(55).next(40));
    JournalPosition undecided = new JournalPosition(position - 1, position + 9);
    store.append(Batches.of(List.of(SpanEdits.at(new TraceId(1, 1), 5, START))), undecided);
    store.flush();
    assertThat(store.committed()).isEqualTo(undecided);
    if (isDurable()) {
      reopen();
      assertThat(store.committed()).isEqualTo(undecided);
    }
  }

  @Test
  void advancesWithAnEmptyBatch() throws Exception {
    store.append(Batches.of(List.of()), new JournalPosition(3, 5));
    store.flush();
    assertThat(store.committed()).isEqualTo(new JournalPosition(3, 5));
    append(new RandomSpans(56).next(40));
    JournalPosition further = new JournalPosition(position, position + 7);
    store.append(Batches.of(List.of()), further);
    store.append(Batches.of(List.of()), JournalPosition.at(position + 7));
    store.flush();
    assertThat(store.committed()).isEqualTo(JournalPosition.at(position + 7));
    checkTraces();
  }

  @Test
  void aFailedAppendHoldsThePositionUntilItIsRepeated() throws Exception {
    append(new RandomSpans(57).next(40));
    JournalPosition before = JournalPosition.at(position);
    position += 10;
    JournalPosition failed = JournalPosition.at(position);
    Span span = SpanEdits.at(new TraceId(1, 1), 5, START);
    assertThatThrownBy(() -> store.append(damaged(span), failed))
        .isInstanceOf(RuntimeException.class);
    JournalPosition later = JournalPosition.at(position + 10);
    store.append(Batches.of(List.of(SpanEdits.at(new TraceId(1, 2), 6, START))), later);
    store.flush();
    assertThat(store.committed()).isEqualTo(before);
    checkTraces();
    store.append(Batches.of(List.of(span)), failed);
    store.flush();
    assertThat(store.committed()).isEqualTo(later);
    assertThat(found(new TraceId(1, 2))).hasSize(1);
    assertThat(found(span.traceId())).containsExactly(span);
  }

  /// The span's slice ends within a field.
  private static SpanBatch damaged(Span span) {
    SpanBatch batch = Batches.of(List.of(span));
    batch.spanLength[0] -= 1;
    return batch;
  }

  @Test
  void countsItsSpans() throws Exception {
    append(new RandomSpans(60).next(250), 60);
    StoreStatus status = store.status();
    assertThat(status.spans()).isEqualTo(250);
    assertThat(status.hotSpans()).isBetween(0L, 250L);
    assertThat(status.expiredSpans()).isZero();
    long oldest = appended.stream().mapToLong(Span::startEpochNanos).min().orElseThrow();
    long newest = appended.stream().mapToLong(Span::startEpochNanos).max().orElseThrow();
    assertThat(status.oldestEpochNanos()).isBetween(oldest - 999, oldest);
    assertThat(status.newestEpochNanos()).isBetween(newest, newest + 999);
  }

  @Test
  void showsReadersWhatWasAppendedBeforeTheyAsked() throws Exception {
    List<Span> spans = new RandomSpans(70).next(1_000);
    AtomicInteger published = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(pool.submit(reader(spans, published, begun)));
      }
      for (int from = 0; from < spans.size(); from += 50) {
        begun.addAndGet(50);
        position += 50;
        store.append(Batches.of(spans.subList(from, from + 50)), JournalPosition.at(position));
        published.addAndGet(50);
        if (from % 250 == 0) {
          store.flush();
        }
      }
      for (Future<?> reader : readers) {
        reader.get(1, TimeUnit.MINUTES);
      }
    }
    assertThat(store.status().spans()).isEqualTo(spans.size());
  }

  private Callable<Void> reader(List<Span> spans, AtomicInteger published, AtomicInteger begun) {
    return () -> {
      int before = 0;
      for (int i = 0; before < spans.size(); i++) {
        before = published.get();
        long counted = store.status().spans();
        assertThat(counted).isBetween((long) before, (long) begun.get());
        if (before > 0) {
          Span any = spans.get((i * 31) % before);
          assertThat(found(any.traceId())).contains(any).doesNotHaveDuplicates();
        }
      }
      return null;
    };
  }

  private List<Span> found(TraceId id) {
    StoredTrace trace = store.findTrace(id, TimeRange.ALL).orElseThrow();
    assertThat(trace.id()).isEqualTo(id);
    assertThat(trace.truncated()).isZero();
    return trace.spans();
  }

  private void checkTraces() {
    Map<TraceId, List<Span>> traces =
        appended.stream().collect(Collectors.groupingBy(Span::traceId));
    traces.forEach(
        (id, spans) -> assertThat(found(id)).isEqualTo(spans.stream().sorted(ORDER).toList()));
  }
}
