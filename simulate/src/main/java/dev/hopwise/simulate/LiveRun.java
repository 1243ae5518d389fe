package dev.hopwise.simulate;

import dev.hopwise.model.Span;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Sends a run when it happens, or as fast as it can be written.
final class LiveRun {

  private static final int SPANS_PER_EXPORT = 512;
  private static final Duration TICK = Duration.ofMillis(100);

  private final Delivery delivery;
  private final SpanSink sink;

  LiveRun(Delivery delivery, SpanSink sink) {
    this.delivery = delivery;
    this.sink = sink;
  }

  /// Sends each span when its time has come by the clock.
  ///
  /// @return by how much the last one was late at most
  Duration inTime(Clock clock) throws IOException, InterruptedException {
    long behindNanos = 0;
    while (!delivery.isDone()) {
      long now = nanos(clock.instant());
      List<Span> batch = delivery.next(SPANS_PER_EXPORT, now);
      while (!batch.isEmpty()) {
        sink.send(batch);
        batch = delivery.next(SPANS_PER_EXPORT, now);
      }
      behindNanos = Math.max(behindNanos, nanos(clock.instant()) - now);
      Thread.sleep(TICK);
    }
    return Duration.ofNanos(behindNanos);
  }

  /// Sends everything without waiting.
  void atOnce() throws IOException, InterruptedException {
    while (!delivery.isDone()) {
      sink.send(delivery.next(SPANS_PER_EXPORT, Long.MAX_VALUE));
    }
  }

  static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
