package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.StoreStatus;
import dev.hopwise.store.TimeRange;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import dev.hopwise.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The store dies between any two changes of the disk; opened again and given the journal's records
/// from {@link LakeStore#committed} on, it has every span once.
class LakeStoreCrashTest {

  private static final LakeOptions OPTIONS =
      LakeOptions.defaults().withSeal(100, Duration.ofDays(1));
  private static final int RECORDS = 15;

  @TempDir Path directory;

  private final List<List<Span>> journal = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "FILES_WRITTEN,1",
    "FILES_WRITTEN,3",
    "FILES_COMMITTED,1",
    "FILES_COMMITTED,2",
    "PART_RELEASED,1",
    "PART_RELEASED,3"
  })
  void everySpanIsThereOnceAfterACrash(LakeStep step, int time) throws Exception {
    RandomSpans random = new RandomSpans(80 + time);
    for (int i = 0; i < RECORDS; i++) {
      journal.add(random.next(40));
    }
    appendUntilItCrashes(step, time);
    Path leftover = LakeTable.dataDirectory(directory).resolve("half.parquet.tmp");
    Files.createDirectories(leftover.getParent());
    Files.writeString(leftover, "half a file");

    try (LakeStore store = LakeStore.open(directory, OPTIONS, LakeStoreContractTest.clock())) {
      assertThat(leftover).doesNotExist();
      for (int i = (int) store.committed().applied(); i < RECORDS; i++) {
        store.append(Batches.of(journal.get(i)), behind(i));
      }
      check(store);
      store.flush();
      check(store);
      assertThat(store.committed()).isEqualTo(behind(RECORDS - 1));
    }
    checkDirectory();
  }

  @ParameterizedTest
  @CsvSource({"FILES_EXPIRED", "FILES_DELETED"})
  void whatRetentionGaveUpDoesNotComeBackAfterACrash(LakeStep step) throws Exception {
    RandomSpans random = new RandomSpans(99);
    for (int i = 0; i < 3; i++) {
      journal.add(random.next(40));
    }
    TestClock clock = new TestClock(LakeStoreContractTest.clock().instant());
    CountDownLatch reached = new CountDownLatch(1);
    LakeStep.Observer observer =
        now -> {
          if (now == step) {
            reached.countDown();
            throw new ProcessDies();
          }
        };
    LakeOptions noGrace =
        new LakeOptions(
            100, 1L << 26, Duration.ofDays(99), Duration.ofDays(7), 1L << 40, Duration.ZERO);
    LakeStore store = LakeOpening.open(directory, noGrace, clock, observer);
    for (int i = 0; i < 3; i++) {
      store.append(Batches.of(journal.get(i)), behind(i));
    }
    store.flush();
    clock.advance(Duration.ofDays(8));
    store.requestRetention();
    assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
    store.crash();

    try (LakeStore again = LakeStore.open(directory, noGrace, clock)) {
      assertThat(again.status().spans()).isZero();
      assertThat(again.committed()).isEqualTo(behind(2));
    }
    checkDirectory();
    assertThat(LakeFiles.bytes(LakeTable.dataDirectory(directory))).isZero();
  }

  private void appendUntilItCrashes(LakeStep step, int time) throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    AtomicInteger times = new AtomicInteger();
    LakeStep.Observer observer =
        now -> {
          if (now == step && times.incrementAndGet() >= time) {
            reached.countDown();
            throw new ProcessDies();
          }
        };
    LakeStore store = LakeOpening.open(directory, OPTIONS, LakeStoreContractTest.clock(), observer);
    Thread death =
        Thread.startVirtualThread(() -> {
          try {
            reached.await();
            store.crash();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    try {
      for (int i = 0; i < RECORDS; i++) {
        store.append(Batches.of(journal.get(i)), behind(i));
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("closed");
    }
    assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
    death.join();
  }

  /// As if the two records before still held spans that are undecided.
  private static JournalPosition behind(int record) {
    return new JournalPosition(Math.max(0, record - 1), record + 1);
  }

  private void check(LakeStore store) {
    StoreStatus status = store.status();
    assertThat(status.spans()).isEqualTo(RECORDS * 40L);
    Map<TraceId, List<Span>> traces =
        journal.stream().flatMap(List::stream).collect(Collectors.groupingBy(Span::traceId));
    traces.forEach((id, spans) ->
        assertThat(store.findTrace(id, TimeRange.ALL).orElseThrow().spans())
            .containsExactlyInAnyOrderElementsOf(spans));
  }

  /// Nothing lies there that the table does not know.
  private void checkDirectory() throws IOException {
    try (LakeTable table = LakeTable.open(directory)) {
      Set<Path> known =
          table.files().stream().map(LakeTable.LiveFile::parquet).collect(Collectors.toSet());
      assertThat(LakeFiles.parquetFiles(LakeTable.dataDirectory(directory)))
          .containsExactlyInAnyOrderElementsOf(known);
    }
  }

  private static final class ProcessDies extends Error {
    private static final long serialVersionUID = 1;
  }
}
