package dev.hopwise.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.measure.HistogramSnapshot;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GcWatchTest {

  @Test
  void countsACollection() {
    try (GcWatch watch = new GcWatch()) {
      assertThat(watch.snapshot()).isNotEmpty();
      while (count(watch) == 0) {
        System.gc();
        LockSupport.parkNanos(5_000_000);
      }
      assertThat(watch.snapshot().values()).anyMatch(pauses -> pauses.count() > 0);
    }
  }

  private static long count(GcWatch watch) {
    return watch.snapshot().values().stream().mapToLong(HistogramSnapshot::count).sum();
  }
}
