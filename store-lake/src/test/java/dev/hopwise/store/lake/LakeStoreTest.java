package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.TimeRange;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import dev.hopwise.testkit.SpanEdits;
import dev.hopwise.testkit.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeStoreTest {

  private static final long START = RandomSpans.FROM_EPOCH_NANOS;
  private static final LakeOptions OPTIONS =
      new LakeOptions(
          1_000, 64L << 20, Duration.ofMinutes(5), Duration.ofDays(1), 1L << 40, Duration.ZERO);

  @TempDir Path directory;

  private final TestClock clock =
      new TestClock(Instant.ofEpochSecond(0, START).plus(Duration.ofHours(5)));

  @Test
  void sealsABuilderWhoseFirstSpanIsOld() throws Exception {
    try (LakeStore store = open(OPTIONS)) {
      append(store, 1, List.of(span(1, 0)));
      clock.advance(Duration.ofMinutes(4));
      append(store, 2, List.of(span(2, 0)));
      assertThat(store.status().hotSpans()).isEqualTo(2);
      clock.advance(Duration.ofMinutes(1));
      await(() -> store.status().hotSpans() == 0);
      assertThat(store.committed()).isEqualTo(JournalPosition.at(2));
      assertThat(store.status().files()).isOne();
    }
  }

  @Test
  void sealsAFullBuilderAndKeepsAHourPerFile() throws Exception {
    try (LakeStore store = open(OPTIONS)) {
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < 1_200; i++) {
        spans.add(span(i, i % 3));
      }
      append(store, 1, spans);
      append(store, 2, List.of(span(5_000, 0)));
      await(() -> store.status().hotSpans() == 1);
      assertThat(store.status().files()).isEqualTo(3);
      assertThat(store.committed()).isEqualTo(JournalPosition.at(1));
    }
  }

  @Test
  void givesUpTheFilesThatAreTooOld() throws Exception {
    try (LakeStore store = open(OPTIONS.withSeal(1_000, Duration.ofDays(9)))) {
      for (int hour = 0; hour < 3; hour++) {
        append(store, hour + 1, List.of(span(hour, hour), span(10 + hour, hour)));
        store.flush();
      }
      append(store, 4, List.of(span(99, -40)));
      clock.advance(Duration.ofHours(20));
      await(() -> {
        store.requestRetention();
        return store.status().expiredSpans() == 2;
      });
      await(() -> parquetFiles() == 2);
      assertThat(store.findTrace(trace(0), TimeRange.ALL)).isEmpty();
      assertThat(store.findTrace(trace(1), TimeRange.ALL)).isPresent();
      assertThat(store.findTrace(trace(99), TimeRange.ALL)).isPresent();
      assertThat(store.status().spans()).isEqualTo(5);
      assertThat(store.committed()).isEqualTo(JournalPosition.at(3));
      await(() -> indexFiles() == 2); // goes after its Parquet file
    }
    try (LakeStore store = open(OPTIONS)) {
      // Closing made a file of the old span in memory, which retention then gave up.
      assertThat(store.status().spans()).isEqualTo(4);
      assertThat(store.committed()).isEqualTo(JournalPosition.at(4));
    }
  }

  @Test
  void givesUpTheOldestHourWhenThereAreTooManyBytes() throws Exception {
    long bytes;
    try (LakeStore store = open(OPTIONS)) {
      for (int hour : new int[] {2, 0, 1}) {
        append(store, hour + 1, new RandomSpans(hour).next(1));
        append(store, hour + 1, List.of(span(hour, hour)));
        store.flush();
      }
      bytes = store.status().bytes();
    }
    LakeOptions smaller = OPTIONS.withRetention(Duration.ofDays(9), bytes);
    try (LakeStore store = open(smaller)) {
      append(store, 9, List.of(span(50, 4)));
      store.flush();
      await(() -> {
        store.requestRetention();
        return store.status().expiredSpans() > 0;
      });
      assertThat(store.findTrace(trace(0), TimeRange.ALL)).isEmpty();
      assertThat(store.findTrace(trace(50), TimeRange.ALL)).isPresent();
    }
  }

  @Test
  void keepsSpansSearchableWhileTheyCannotBeWritten() throws Exception {
    try (LakeStore store = open(OPTIONS)) {
      Path data = LakeTable.dataDirectory(directory);
      Files.createDirectories(data.getParent());
      Files.writeString(data, "in the way");
      append(store, 1, List.of(span(1, 0)));
      assertThatThrownBy(store::flush)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("could not be written");
      assertThat(store.writeFailures()).isPositive();
      assertThat(store.findTrace(trace(1), TimeRange.ALL)).isPresent();
      assertThat(store.committed()).isEqualTo(JournalPosition.START);

      Files.delete(data);
      await(() -> store.status().hotSpans() == 0);
      assertThat(store.findTrace(trace(1), TimeRange.ALL)).isPresent();
      assertThat(store.committed()).isEqualTo(JournalPosition.at(1));
      assertThat(store.status().files()).isOne();
    }
  }

  @Test
  void holdsUpTheSenderWhileTooMuchWaitsToBeWritten() throws Exception {
    try (LakeStore store = open(OPTIONS.withSeal(1, Duration.ofDays(1)))) {
      Path data = LakeTable.dataDirectory(directory);
      Files.createDirectories(data.getParent());
      Files.writeString(data, "in the way");
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 10; i++) {
                  append(store, i + 1, List.of(span(i, 0)));
                }
              });
      await(() -> store.status().spans() == LakeParts.SEALING_MAX + 1);
      sender.join(300);
      assertThat(sender.isAlive()).isTrue();
      assertThat(store.status().spans()).isEqualTo(LakeParts.SEALING_MAX + 1);

      Files.delete(data);
      await(() -> store.status().spans() == 10);
      sender.join();
      store.flush();
      assertThat(store.status().files()).isEqualTo(10);
      assertThat(store.committed()).isEqualTo(JournalPosition.at(10));
    }
  }

  @Test
  void refusesASecondStoreOnTheSameDirectory() throws Exception {
    try (LakeStore _ = open(OPTIONS)) {
      assertThatThrownBy(() -> open(OPTIONS))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
    open(OPTIONS).close();
  }

  @Test
  void refusesAppendsWhenItIsClosed() throws Exception {
    LakeStore store = open(OPTIONS);
    store.close();
    store.close();
    assertThatThrownBy(() -> append(store, 1, List.of(span(1, 0))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private LakeStore open(LakeOptions options) throws IOException {
    return LakeStore.open(directory, options, clock);
  }

  private static void append(LakeStore store, long position, List<Span> spans) {
    store.append(Batches.of(spans), JournalPosition.at(position));
  }

  private static Span span(long trace, int hour) {
    return SpanEdits.at(trace(trace), 1, START + TimeUnit.HOURS.toNanos(hour));
  }

  private static TraceId trace(long id) {
    return new TraceId(77, id + 1);
  }

  private long parquetFiles() {
    return count(".parquet");
  }

  private long indexFiles() {
    return count(".idx");
  }

  private long count(String extension) {
    try (var files = Files.walk(LakeTable.dataDirectory(directory))) {
      return files.filter(path -> path.toString().endsWith(extension)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("nanoseconds over the deadline").isNegative();
      Thread.sleep(20);
    }
  }
}
