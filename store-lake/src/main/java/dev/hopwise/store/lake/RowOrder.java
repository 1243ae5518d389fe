package dev.hopwise.store.lake;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// The order of a file's rows: by trace id (bytes, unsigned), then start, then arrival.
final class RowOrder {

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  /// Rows are told apart by so many bits beside a start's offset within the hour, which takes 42.
  private static final int ROW_BITS = 20;

  private static final int ROW_MASK = (1 << ROW_BITS) - 1;

  private RowOrder() {}

  /// Hours since 1970.
  static int hour(long epochNanos) {
    return (int) Math.floorDiv(epochNanos, HOUR_NANOS);
  }

  /// The rows of each hour, in order.
  static Map<Integer, int[]> byHour(SegmentBuilder builder) {
    int rows = builder.rows();
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    for (int from = 0; from < rows; ) {
      int hour = hour(builder.startEpochNanos(from));
      int to = from + 1;
      while (to < rows && hour(builder.startEpochNanos(to)) == hour) {
        to++;
      }
      counts.merge(hour, to - from, Integer::sum);
      from = to;
    }
    int[] ranks = traceRanks(builder.traces());
    TreeMap<Integer, int[]> orders = new TreeMap<>();
    counts.forEach((hour, count) -> orders.put(hour, order(builder, rows, hour, count, ranks)));
    return orders;
  }

  private static int[] order(SegmentBuilder builder, int rows, int hour, int count, int[] ranks) {
    long hourStart = hour * HOUR_NANOS;
    long[] byStart = new long[count];
    int n = 0;
    for (int row = 0; row < rows; row++) {
      long offset = builder.startEpochNanos(row) - hourStart;
      if (offset >= 0 && offset < HOUR_NANOS) {
        byStart[n++] = (offset << ROW_BITS) | row;
      }
    }
    Arrays.sort(byStart);
    return stableByRank(builder, byStart, ranks);
  }

  /// A counting sort, which keeps rows of equal rank in order.
  private static int[] stableByRank(SegmentBuilder builder, long[] rows, int[] ranks) {
    int[] next = new int[ranks.length + 1];
    for (long row : rows) {
      next[ranks[builder.trace((int) row & ROW_MASK)] + 1]++;
    }
    for (int rank = 1; rank < next.length; rank++) {
      next[rank] += next[rank - 1];
    }
    int[] order = new int[rows.length];
    for (long entry : rows) {
      int row = (int) entry & ROW_MASK;
      order[next[ranks[builder.trace(row)]]++] = row;
    }
    return order;
  }

  /// For each trace its place in the order of ids. First by the upper 44 bits, which mostly tell
  /// them apart; runs of equal ones are then sorted by the whole id.
  private static int[] traceRanks(TraceTable traces) {
    int count = traces.count();
    long[] keys = new long[count];
    for (int trace = 0; trace < count; trace++) {
      keys[trace] = ((traces.high(trace) & ~(long) ROW_MASK) | trace) ^ Long.MIN_VALUE;
    }
    Arrays.sort(keys);
    Integer[] sorted = new Integer[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = (int) keys[i] & ROW_MASK;
    }
    for (int from = 0; from < count; ) {
      int to = from + 1;
      while (to < count && keys[to] >>> ROW_BITS == keys[from] >>> ROW_BITS) {
        to++;
      }
      if (to - from > 1) {
        Arrays.sort(sorted, from, to, traces::compare);
      }
      from = to;
    }
    int[] ranks = new int[count];
    for (int rank = 0; rank < count; rank++) {
      ranks[sorted[rank]] = rank;
    }
    return ranks;
  }
}
