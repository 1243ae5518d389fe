package dev.hopwise.store;

import java.util.TreeMap;

/// Which position a store may commit: that of the last append, unless one before it failed. Then it
/// is held where it stood before the failure, until an append with the failed one's position
/// succeeds.
///
/// Not thread-safe.
public final class JournalProgress {

  private JournalPosition last;

  /// By the place that a failed append would have reached: what was safe before it.
  private final TreeMap<Long, JournalPosition> beforeFailure = new TreeMap<>();

  public JournalProgress(JournalPosition start) {
    last = start;
  }

  /// An append ended.
  ///
  /// @param taken false when it threw; then perhaps some of its spans are in the store
  public void ended(JournalPosition position, boolean taken) {
    if (taken) {
      beforeFailure.remove(position.applied());
    } else {
      boolean forward = position.applied() > last.applied();
      beforeFailure.putIfAbsent(position.applied(), forward ? last : safe());
    }
    if (position.applied() >= last.applied()) {
      last = position;
    }
  }

  /// The place of the last append, be it that it failed.
  public long handedOver() {
    return last.applied();
  }

  /// What may be committed with everything that has been appended.
  public JournalPosition safe() {
    return beforeFailure.isEmpty() ? last : beforeFailure.firstEntry().getValue();
  }
}
