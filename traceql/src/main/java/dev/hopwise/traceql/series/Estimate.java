package dev.hopwise.traceql.series;

/// A number about all spans, from those that are stored, with its 95 % interval. Where all were
/// kept that has no width.
///
/// @param low NaN where the sample sets no limit
/// @param high likewise
/// @param n spans that it was made of
public record Estimate(double value, double low, double high, long n) {

  /// A number that is known.
  public static Estimate exact(double value, long n) {
    return new Estimate(value, value, value, n);
  }

  /// Whether the sample leaves no doubt.
  public boolean isExact() {
    return low == value && high == value;
  }

  Estimate times(double factor) {
    return new Estimate(value * factor, low * factor, high * factor, n);
  }
}
