package dev.hopwise.server.deliver;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts every offered item, a span or a data point, to its end. Any thread; each method is one
/// step under one lock, so that the equation of {@link DeliveryStatus} holds at every moment.
final class DeliveryAccount {

  private final String endpoint;
  private final InstantSource clock;
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private long offered;
  private long sent;
  private long queuedItems;
  private long queuedBytes;
  private long requests;
  private long retries;
  private @Nullable String lastError;
  private @Nullable Instant lastErrorAt;

  DeliveryAccount(String endpoint, InstantSource clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /// Items are about to enter the queue.
  synchronized void queued(long items, long bytes) {
    offered += items;
    queuedItems += items;
    queuedBytes += bytes;
  }

  /// A request was answered with success.
  synchronized void sent(long items, long bytes, long rejectedItems) {
    long rejected = Math.clamp(rejectedItems, 0, items);
    leaveQueue(items, bytes);
    sent += items - rejected;
    drop(DropReason.REJECTED, rejected);
    requests++;
  }

  /// Queued items are given up.
  synchronized void dropped(DropReason reason, long items, long bytes) {
    leaveQueue(items, bytes);
    drop(reason, items);
  }

  synchronized void retried() {
    retries++;
  }

  synchronized void error(String text) {
    lastError = text;
    lastErrorAt = clock.instant();
  }

  synchronized DeliveryStatus status() {
    Map<String, Long> byReason = new TreeMap<>();
    dropped.forEach((reason, items) -> byReason.put(reason.key(), items));
    return new DeliveryStatus(
        endpoint,
        offered,
        sent,
        queuedItems,
        queuedBytes,
        byReason,
        requests,
        retries,
        lastError,
        lastErrorAt == null ? null : lastErrorAt.toString());
  }

  private void leaveQueue(long items, long bytes) {
    queuedItems -= items;
    queuedBytes -= bytes;
  }

  private void drop(DropReason reason, long items) {
    if (items > 0) {
      dropped.merge(reason, items, Long::sum);
    }
  }
}
