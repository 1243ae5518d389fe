package dev.hopwise.measure.ledger;

/// Which share of a service's spans is inspected: all while they are few, then one in two, four,
/// eight … so that about a target is inspected each minute.
///
/// The share depends on what came before only, never on the span itself, so that an inspected span
/// stands for {@link #weight} spans without bias.
///
/// Not thread-safe.
final class InspectionRate {

  /// So many a minute every service gets, however many services there are.
  static final int TARGET_MIN = 200;

  /// So many a minute are enough.
  static final int TARGET_MAX = 2_000;

  private static final int LEVEL_MAX = 20;

  private int level;
  private long seen;
  private int inspectedAtLevel;

  /// The bits of a trace's hash that have to be 0.
  long mask() {
    return (1L << level) - 1;
  }

  /// How many each inspected one stands for.
  long weight() {
    return 1L << level;
  }

  /// So many came.
  void seen(long count) {
    seen += count;
  }

  /// One is inspected. When a minute has more than the last one promised, the share is halved on
  /// the way.
  void inspected(int target) {
    if (++inspectedAtLevel >= target && level < LEVEL_MAX) {
      level++;
      inspectedAtLevel = 0;
    }
  }

  /// Another minute begins.
  ///
  /// @param follows whether it is the next one
  void turn(boolean follows, int target) {
    level = 0;
    while (follows && level < LEVEL_MAX && seen >>> level > target) {
      level++;
    }
    seen = 0;
    inspectedAtLevel = 0;
  }
}
