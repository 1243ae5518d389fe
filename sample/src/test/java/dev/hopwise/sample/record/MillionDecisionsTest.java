package dev.hopwise.sample.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log as large as a busy quarter of an hour makes it.
class MillionDecisionsTest {

  private static final int COUNT = 1_000_000;

  /// A million records as objects take 250 MB; the open segment's index, 12.
  private static final long HEAP_GROWTH_MAX = 48L << 20;

  @TempDir Path directory;

  @Test
  void findsEveryOfAMillionDecisionsInFlatMemory() throws IOException {
    MovedClock clock = new MovedClock(Instant.ofEpochSecond(0, TestDecisions.START_NANOS));
    long before = usedHeap();
    try (DecisionLog log = DecisionLog.open(directory, DecisionLogOptions.DEFAULT, clock)) {
      fill(log);
      assertThat(usedHeap() - before).isLessThan(HEAP_GROWTH_MAX);
      for (int i = 0; i < COUNT; i++) {
        if (log.find(TestDecisions.id(i)).filter(TestDecisions.at(i)::equals).isEmpty()) {
          throw new AssertionError("decision " + i + " is not found as it was written");
        }
      }
      needRandomOnes(log);
      assertThat(log.status().decisions()).isEqualTo(COUNT);
      assertThat(log.status().bytes() / (double) COUNT).isLessThanOrEqualTo(60);
    }
  }

  private static void fill(DecisionLog log) throws IOException {
    for (int i = 0; i < COUNT; i += 1_000) {
      log.append(TestDecisions.range(i, i + 1_000));
      if (i % 50_000 == 0) {
        log.keepHouse();
      }
    }
    log.keepHouse();
  }

  private static void needRandomOnes(DecisionLog log) throws IOException {
    Random random = new Random(5);
    for (int n = 0; n < 2_000; n++) {
      int i = random.nextInt(COUNT);
      assertThat(log.find(TestDecisions.id(i))).contains(TestDecisions.at(i));
      assertThat(log.find(TestDecisions.id(COUNT + i))).isEmpty();
    }
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
