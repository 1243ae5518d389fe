package dev.hopwise.measure;

/// Which exemplars may be published: what was stored lately and is not older than all that the
/// store still has.
///
/// @param nowEpochNanos nanoseconds since 1970
/// @param heldSinceEpochNanos start of the oldest span in the store
public record Published(long nowEpochNanos, long heldSinceEpochNanos) {

  /// One is shown for so long; a scraper has taken it by then.
  static final long SHOWN_NANOS = 10 * 60_000_000_000L;

  /// Where nothing is known of the store.
  static Published at(long nowEpochNanos) {
    return new Published(nowEpochNanos, Long.MIN_VALUE);
  }

  boolean holds(long startEpochNanos, long storedEpochNanos) {
    return storedEpochNanos > nowEpochNanos - SHOWN_NANOS && startEpochNanos >= heldSinceEpochNanos;
  }
}
