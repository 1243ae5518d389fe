package dev.hopwise.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.model.Span;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.memory.MemorySpanStore;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import dev.hopwise.traceql.TraceQl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryServiceTest {

  private static final List<Span> SPANS = new RandomSpans(5).next(200);

  @Test
  void refusesACursorOfAnotherQueryOrRange() {
    QueryService queries = new QueryService(store(), Clock.systemUTC(), QueryLimits.DEFAULT);
    String cursor = queries.search(question("{ }", 1, null)).cursor();
    assertThat(cursor).isNotNull();
    assertThatThrownBy(() -> queries.search(question("{ status = error }", 1, cursor)))
        .isInstanceOf(QueryRefusedException.BadCursor.class);
    assertThatThrownBy(() ->
            queries.search(
                new SearchQuestion(TraceQl.parse("{ }"), new TimeRange(0, 1), 1, 3, cursor)))
        .isInstanceOf(QueryRefusedException.BadCursor.class);
    assertThat(queries.search(question("{ }", 1, cursor)).traces()).hasSize(1);
  }

  @Test
  void losesAndRepeatsNothingWhenEveryPageRunsOutOfTime() {
    QueryLimits hurried = new QueryLimits(1, Duration.ZERO, Duration.ofMillis(3), 1_000, 10);
    QueryService queries = new QueryService(store(), new TickingClock(), hurried);
    List<Object> found = new ArrayList<>();
    @Nullable String cursor = null;
    int partial = 0;
    do {
      SearchAnswer page = queries.search(question("{ } | count() > 0", 5, cursor));
      page.traces().forEach(trace -> found.add(trace.traceId()));
      partial += page.partial() ? 1 : 0;
      cursor = page.cursor();
    } while (cursor != null);
    Set<Object> all = new HashSet<>();
    SPANS.forEach(span -> all.add(span.traceId()));
    assertThat(partial).isPositive();
    assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void refusesAQueryThatFindsNoPlaceInTime() throws Exception {
    QueryLimits one = new QueryLimits(1, Duration.ofMillis(10), Duration.ofSeconds(1), 1_000, 10);
    Gate gate = new Gate(one);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Thread holder =
        Thread.ofVirtual()
            .start(() ->
                gate.run(() -> {
                  inside.countDown();
                  try {
                    leave.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return 0;
                }));
    inside.await();
    assertThatThrownBy(() -> gate.run(() -> 1))
        .isInstanceOf(QueryRefusedException.TooManyQueries.class);
    leave.countDown();
    holder.join();
    assertThat(gate.run(() -> 1)).isEqualTo(1);
  }

  @Test
  void endsWhenItIsInterrupted() {
    QueryService queries = new QueryService(store(), Clock.systemUTC(), QueryLimits.DEFAULT);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> queries.search(question("{ }", 1, null)))
        .isInstanceOf(QueryRefusedException.Cancelled.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static SearchQuestion question(String query, int limit, @Nullable String cursor) {
    return new SearchQuestion(
        TraceQl.parse(query), new TimeRange(0, Long.MAX_VALUE), limit, 3, cursor);
  }

  private static MemorySpanStore store() {
    MemorySpanStore store = new MemorySpanStore();
    store.append(Batches.of(SPANS), JournalPosition.at(1));
    return store;
  }

  /// A millisecond passes whenever somebody looks.
  private static final class TickingClock extends Clock {
    private long millis;

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis++);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
