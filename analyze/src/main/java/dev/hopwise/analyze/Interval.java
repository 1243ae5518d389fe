package dev.hopwise.analyze;

/// An estimate and its 95 % interval, which holds the value.
///
/// @param high positive infinity where the sample sets no limit
public record Interval(double value, double low, double high) {

  public Interval {
    if (!(low <= value && value <= high)) {
      throw new IllegalArgumentException(value + " is not within " + low + " to " + high);
    }
  }

  /// In another unit.
  Interval times(double factor) {
    return new Interval(value * factor, low * factor, high * factor);
  }
}
