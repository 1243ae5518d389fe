package dev.hopwise.sample.buffer;

import java.util.Arrays;

/// Which traces are to be looked at when: a wheel of short spans of time, each with a list of
/// record numbers and sequences. An entry that is not wanted any more stays where it is and is
/// recognised as stale when its time comes. Not thread-safe.
final class DueWheel {

  private static final int ENTRIES_INITIAL = 16;

  private final long tickNanos;
  private final long[][] entries;
  private final int[] counts;
  private long now = Long.MIN_VALUE;

  /// @param spanNanos the farthest into the future that something is scheduled
  DueWheel(long tickNanos, long spanNanos) {
    this.tickNanos = tickNanos;
    int ticks = (int) (spanNanos / tickNanos) + 2;
    entries = new long[ticks][];
    counts = new int[ticks];
  }

  /// The tick in which a time lies, rounded up.
  long tickOf(long epochNanos) {
    return Math.floorDiv(epochNanos + tickNanos - 1, tickNanos);
  }

  /// Schedules a record; a tick that is over means the next one.
  ///
  /// @return the tick in which it will come up
  long schedule(int record, int sequence, long tick) {
    long at = Math.min(Math.max(tick, now + 1), now + entries.length - 1);
    int bucket = (int) Math.floorMod(at, (long) entries.length);
    long[] list = entries[bucket];
    if (list == null) {
      list = new long[ENTRIES_INITIAL];
      entries[bucket] = list;
    }
    if (counts[bucket] == list.length) {
      list = Arrays.copyOf(list, list.length * 2);
      entries[bucket] = list;
    }
    list[counts[bucket]++] = (long) sequence << Integer.SIZE | record;
    return at;
  }

  /// Whether two ticks, of which the low 32 bits are given, share a place in the wheel: after a
  /// jump of the clock a place comes up under another tick than what lies there was scheduled for.
  boolean comesUpTogether(int tick, int other) {
    return (tick - other) % entries.length == 0;
  }

  /// Starts the clock; nothing before this time will ever be scheduled.
  void start(long epochNanos) {
    if (now == Long.MIN_VALUE) {
      now = Math.floorDiv(epochNanos, tickNanos);
    }
  }

  /// Hands over what has come up by a time, until the receiver has had enough; goes on there at the
  /// next call. After a jump of the clock every bucket comes up once.
  void advance(long epochNanos, Receiver receiver) {
    long target = Math.floorDiv(epochNanos, tickNanos);
    if (target - now > entries.length) {
      now = target - entries.length;
    }
    while (now < target) {
      int bucket = (int) Math.floorMod(now + 1, (long) entries.length);
      while (counts[bucket] > 0) {
        if (!receiver.wantsMore()) {
          return;
        }
        long entry = entries[bucket][--counts[bucket]];
        receiver.due((int) entry, (int) (entry >>> Integer.SIZE), now + 1);
      }
      now++;
    }
  }

  /// Who is told.
  interface Receiver {
    boolean wantsMore();

    void due(int record, int sequence, long tick);
  }
}
