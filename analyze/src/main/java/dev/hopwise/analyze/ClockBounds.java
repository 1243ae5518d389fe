package dev.hopwise.analyze;

import dev.hopwise.model.Span;
import java.util.List;

/// What calls between a clock and others, which are placed already, allow it to differ by.
final class ClockBounds {

  private final long[] lows;
  private final long[] highs;
  private final long[] likely;

  /// @param shifts by how much each clock is moved
  ClockBounds(List<Call> calls, long[] shifts) {
    lows = calls.stream().mapToLong(call -> call.low + shifts[call.from]).sorted().toArray();
    highs = calls.stream().mapToLong(call -> call.high + shifts[call.from]).sorted().toArray();
    likely = calls.stream().mapToLong(call -> call.likely + shifts[call.from]).sorted().toArray();
  }

  /// A server must begin within its client, and end within it unless it takes longer: a client that
  /// gave up. It is then likely to have begun with it, else to lie in its middle.
  static Call call(Span client, Span server) {
    long low = client.startEpochNanos() - server.startEpochNanos();
    long room = client.durationNanos() - server.durationNanos();
    if (room >= 0) {
      return new Call(0, low, low + room, low + room / 2);
    }
    return new Call(0, low, low + Math.max(0, client.durationNanos() - 1), low);
  }

  /// What most calls allow; nothing where that is among it, else what is nearest to the median of
  /// what is likely.
  long shiftNanos() {
    long median = likely[likely.length / 2];
    long best = 0;
    int most = fitting(0);
    int high = 0;
    for (int low = 0; low < lows.length; low++) {
      while (high < highs.length && highs[high] < lows[low]) {
        high++;
      }
      boolean isLastOfEqual = low + 1 == lows.length || lows[low + 1] > lows[low];
      int fitting = low + 1 - high;
      if (!isLastOfEqual || fitting < most || high == highs.length) {
        continue;
      }
      long nearest = Math.clamp(median, lows[low], highs[high]);
      boolean better =
          fitting > most || (best != 0 && distance(nearest, median) < distance(best, median));
      if (better) {
        best = nearest;
        most = fitting;
      }
    }
    return best;
  }

  /// How many calls allow a shift.
  int fitting(long shift) {
    return upTo(lows, shift) - upTo(highs, shift - 1);
  }

  private static long distance(long a, long b) {
    return Math.abs(a - b);
  }

  /// How many of the sorted values are not greater.
  private static int upTo(long[] sorted, long value) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] <= value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /// By how much one clock may be moved against another.
  ///
  /// @param from the number of the other
  record Call(int from, long low, long high, long likely) {

    Call from(int clock) {
      return new Call(clock, low, high, likely);
    }

    /// The same, where the server's clock is the one that is known.
    Call reversed(int clock) {
      return new Call(clock, -high, -low, -likely);
    }
  }
}
