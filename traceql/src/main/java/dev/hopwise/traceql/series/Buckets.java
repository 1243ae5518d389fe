package dev.hopwise.traceql.series;

import java.util.Map;
import java.util.TreeMap;

/// Weighted numbers in buckets of which sixteen make a doubling, as rollups have them: a quantile
/// is the geometric middle of its bucket, off by at most 2.2 %.
final class Buckets {

  static final long ENTRY_BYTES = 96;

  private static final int PER_DOUBLING = 16;

  /// What is not above zero.
  private static final int ZERO = Integer.MIN_VALUE;

  private final TreeMap<Integer, Double> weights = new TreeMap<>();
  private double total;

  /// @return whether there was room
  boolean add(double x, double weight, Room room) {
    int index = x > 0 ? (int) Math.floor(Math.log(x) / Math.log(2) * PER_DOUBLING) : ZERO;
    Double before = weights.get(index);
    if (before == null && !room.take(ENTRY_BYTES)) {
      return false;
    }
    weights.put(index, before == null ? weight : before + weight);
    total += weight;
    return true;
  }

  /// The lowest number that has so large a share of the weight at or below it.
  double quantile(double share) {
    double wanted = Math.clamp(share, 0, 1) * total * (1 - 1e-12);
    double below = 0;
    for (Map.Entry<Integer, Double> each : weights.entrySet()) {
      below += each.getValue();
      if (below >= wanted) {
        return middle(each.getKey());
      }
    }
    return middle(weights.lastKey());
  }

  private static double middle(int index) {
    return index == ZERO ? 0 : Math.pow(2, (index + 0.5) / PER_DOUBLING);
  }
}
