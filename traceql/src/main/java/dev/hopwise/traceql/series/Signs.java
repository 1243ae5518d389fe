package dev.hopwise.traceql.series;

/// The variance of a sum over sampled spans, in little memory and in any order.
///
/// Spans are kept or dropped with their trace, so that the variance is Σ (1−p)/p² · x² over
/// **traces**, x being the sum over the trace's spans. To add up by trace would take a table of all
/// traces for every number. Instead every trace has 64 signs from a hash of its id, and for each of
/// them the sum Σ ± √(1−p)/p · x over spans is kept: its square has the wanted variance as its
/// mean, because the mixed terms of different traces cancel out. The mean of the 64 squares is off
/// by about 18 % (standard deviation), so the width of an interval by 9 %.
///
/// Source: Alon, Matias and Szegedy, "The space complexity of approximating the frequency moments",
/// 1999.
final class Signs {

  static final int COUNT = 64;
  static final long BYTES = COUNT * 8L + 24;

  private final double[] sums = new double[COUNT];

  /// Adds x of a trace's span.
  ///
  /// @param root `√(1−p)/p` of the span
  void add(long hash, double root, double x) {
    double step = root * x;
    for (int i = 0; i < COUNT; i++) {
      sums[i] += (hash >>> i & 1) == 0 ? step : -step;
    }
  }

  double variance() {
    return varianceWithout(null, 0);
  }

  /// Of this sum minus so many times another.
  double varianceWithout(@org.jspecify.annotations.Nullable Signs other, double times) {
    double squares = 0;
    for (int i = 0; i < COUNT; i++) {
      double sum = sums[i] - (other == null ? 0 : other.sums[i] * times);
      squares += sum * sum;
    }
    return squares / COUNT;
  }

  /// Of a trace; SplitMix64's finish over both halves.
  static long hash(long high, long low) {
    return mix(mix(high + 0x9E3779B97F4A7C15L) ^ low);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
