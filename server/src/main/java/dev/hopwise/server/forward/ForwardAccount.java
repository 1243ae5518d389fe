package dev.hopwise.server.forward;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts every offered span to its end. Any thread; each method is one step under one lock, so
/// that the equation of {@link ForwardStatus} holds at every moment.
final class ForwardAccount {

  private final String endpoint;
  private final InstantSource clock;
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private long offered;
  private long sent;
  private long queuedSpans;
  private long queuedBytes;
  private long requests;
  private long retries;
  private @Nullable String lastError;
  private @Nullable Instant lastErrorAt;

  ForwardAccount(String endpoint, InstantSource clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /// Spans are about to enter the queue.
  synchronized void queued(long spans, long bytes) {
    offered += spans;
    queuedSpans += spans;
    queuedBytes += bytes;
  }

  /// A request was answered with success.
  synchronized void sent(long spans, long bytes, long rejectedSpans) {
    long rejected = Math.clamp(rejectedSpans, 0, spans);
    leaveQueue(spans, bytes);
    sent += spans - rejected;
    drop(DropReason.REJECTED, rejected);
    requests++;
  }

  /// Queued spans are given up.
  synchronized void dropped(DropReason reason, long spans, long bytes) {
    leaveQueue(spans, bytes);
    drop(reason, spans);
  }

  synchronized void retried() {
    retries++;
  }

  synchronized void error(String text) {
    lastError = text;
    lastErrorAt = clock.instant();
  }

  synchronized ForwardStatus status() {
    Map<String, Long> byReason = new TreeMap<>();
    dropped.forEach((reason, spans) -> byReason.put(reason.key(), spans));
    return new ForwardStatus(
        endpoint,
        offered,
        sent,
        queuedSpans,
        queuedBytes,
        byReason,
        requests,
        retries,
        lastError,
        lastErrorAt == null ? null : lastErrorAt.toString());
  }

  private void leaveQueue(long spans, long bytes) {
    queuedSpans -= spans;
    queuedBytes -= bytes;
  }

  private void drop(DropReason reason, long spans) {
    if (spans > 0) {
      dropped.merge(reason, spans, Long::sum);
    }
  }
}
