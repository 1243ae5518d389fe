package dev.hopwise.measure;

/// Upper bounds of buckets, each twice the one before.
///
/// @param firstNanos the first bound
/// @param count how many there are; what lies above the last one has a bucket of its own
record FixedBounds(long firstNanos, int count) {

  /// 2 ms to 16.384 s, as Tempo's metrics generator has them for spans.
  static final FixedBounds SPANS = new FixedBounds(2_000_000L, 14);

  /// 100 ms to 12.8 s, as it has them for the service graph.
  static final FixedBounds EDGES = new FixedBounds(100_000_000L, 8);

  /// 250 µs to 32.768 s, for what the server does itself.
  static final FixedBounds STAGES = new FixedBounds(250_000L, 18);

  /// The bucket of a duration, a bound belonging to the bucket that it closes.
  ///
  /// @param nanos more than 0
  int bucketOf(long nanos) {
    // The bits of (nanos - 1) / firstNanos, without the division.
    int more = Long.numberOfLeadingZeros(firstNanos) - Long.numberOfLeadingZeros(nanos - 1);
    if (more < 0) {
      return 0;
    }
    int bits = nanos - 1 >= firstNanos << more ? more + 1 : more;
    return Math.min(bits, count);
  }

  /// In seconds.
  double boundSeconds(int bucket) {
    return (double) (firstNanos << bucket) / 1e9;
  }
}
