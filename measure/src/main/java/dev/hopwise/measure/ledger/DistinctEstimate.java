package dev.hopwise.measure.ledger;

/// How many different values all traces have, told from a share of them.
///
/// Among the inspected traces there are d, in each half of them h. Two continuations to all traces
/// frame the answer:
///
/// - **low**: as if all values were equally frequent. Then d/h = 1 + e^−t, where t is how often
///   each value comes in a half, so that the pool has n/2t values, of which all traces show the
///   most.
/// - **high**: as if d went on growing by the same factor with each doubling (Heaps' law).
///
/// Ids grow by a factor near 2, for which high is right and low feels every error of the sketches;
/// a pool that is nearly known grows by little, for which low is right. So the estimate goes from
/// one to the other as the growth goes from a half to nine tenths of a doubling. None lies below d
/// or above the occurrences.
///
/// @param estimate between the other two
record DistinctEstimate(double low, double estimate, double high) {

  /// Below it values are taken for a pool, above the other for ids.
  private static final double GROWTH_OF_POOLS = 0.5;

  private static final double GROWTH_OF_IDS = 0.9;

  /// @param seen different values among the inspected occurrences
  /// @param half the same of one half of the traces, on average
  static DistinctEstimate of(double seen, double half, long inspected, long occurrences) {
    if (inspected == 0 || half == 0 || occurrences <= inspected) {
      return new DistinctEstimate(seen, seen, seen);
    }
    double growth = Math.clamp(Math.log(seen / half) / Math.log(2), 0, 1);
    double ratio = occurrences / (double) inspected;
    double high =
        Math.clamp(seen * Math.pow(ratio, growth), seen, Math.max(seen, (double) occurrences));
    double low = Math.clamp(seen * pool(Math.pow(2, growth), ratio), seen, high);
    double ids = Math.clamp((growth - GROWTH_OF_POOLS) / (GROWTH_OF_IDS - GROWTH_OF_POOLS), 0, 1);
    return new DistinctEstimate(low, low * Math.pow(high / low, ids), high);
  }

  /// By what factor a pool of equally frequent values shows more when it is asked so much more.
  private static double pool(double growth, double ratio) {
    if (growth >= 2) {
      return ratio;
    }
    if (growth <= 1) {
      return 1;
    }
    double perHalf = -Math.log(growth - 1);
    return Math.expm1(-2 * perHalf * ratio) / Math.expm1(-2 * perHalf);
  }
}
