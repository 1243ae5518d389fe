package dev.hopwise.sample;

/// Tells the first few traces of every kind in each five minutes, which no budget gives up.
///
/// The five minutes are those of the clock, by the start of the trace, so that the traces of any of
/// them can be counted on later. One period back is still told apart, for traces that are decided
/// after it has ended; what is older counts with it. Not thread-safe.
final class FirstFew {

  /// How many of each kind.
  static final int FEW = 3;

  /// In which time.
  static final long PERIOD_NANOS = 300_000_000_000L;

  private static final double HASH_UNIT = 0x1p-53;
  private static final int HASH_SHIFT = 11;

  private final double few;
  private final KeyTable table;
  private final long[] period;
  private final byte[] current;
  private final byte[] previous;

  /// @param share of the traffic that is seen; the first few of all are so few of it, in the mean
  FirstFew(int kindsMax, double share) {
    few = FEW * share;
    table = new KeyTable(kindsMax);
    period = new long[table.slotCount()];
    current = new byte[table.slotCount()];
    previous = new byte[table.slotCount()];
  }

  /// Counts one and says whether it is among the first few.
  ///
  /// @param startEpochNanos of the trace; a clock that is ahead counts as now
  boolean isFirst(long kind, long startEpochNanos, Moment now) {
    long of = Math.min(startEpochNanos, now.epochNanos()) / PERIOD_NANOS;
    int slot = table.touch(kind, now.steadyNanos(), 2 * PERIOD_NANOS);
    if (table.wasNew() || of > period[slot]) {
      previous[slot] = !table.wasNew() && of == period[slot] + 1 ? current[slot] : 0;
      current[slot] = 0;
      period[slot] = of;
    }
    byte[] counts = of == period[slot] ? current : previous;
    if (counts[slot] >= fewOf(kind, of)) {
      return false;
    }
    counts[slot]++;
    return true;
  }

  /// Whole, but for a part of the traffic, where a hash rounds up or down with the mean kept.
  private int fewOf(long kind, long ofPeriod) {
    return (int) (few + (NameHash.of(kind, ofPeriod) >>> HASH_SHIFT) * HASH_UNIT);
  }
}
