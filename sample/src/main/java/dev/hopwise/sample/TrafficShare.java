package dev.hopwise.sample;

/// A part of the traffic that stands for all of it: the same traces wherever it is asked for,
/// chosen by a hash of the whole trace id, so that it says nothing about which of them a
/// probability keeps.
///
/// If traces come at random, those of the part come as all do, but for their time, which runs so
/// much slower. So whoever counts per second, as budgets and throughputs do, does to the part as he
/// would to all when he counts in its {@link #ownNanos own time}.
///
/// @param share above 0, at most 1
public record TrafficShare(double share) {

  /// Everything.
  public static final TrafficShare ALL = new TrafficShare(1);

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final double UNSIGNED_HALF = 0x1p63;

  public TrafficShare {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share " + share + " is not above 0 and at most 1");
    }
  }

  /// Whether a trace belongs to it. A larger share has all the traces of a smaller one.
  public boolean contains(long traceIdHigh, long traceIdLow) {
    return share == 1 || (mixed(traceIdHigh, traceIdLow) >>> 1) < share * UNSIGNED_HALF;
  }

  /// How many traces of all the traffic one of them stands for.
  public double weight() {
    return 1 / share;
  }

  /// The part's own time: in a second of it as many traces come as of all the traffic in a second.
  long ownNanos(long steadyNanos) {
    return share == 1 ? steadyNanos : (long) (steadyNanos * share);
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014) over both halves.
  private static long mixed(long high, long low) {
    return mixed(mixed(high + MULTIPLIER) ^ low);
  }

  private static long mixed(long value) {
    long first = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    long second = (first ^ first >>> 27) * 0x94D049BB133111EBL;
    return second ^ second >>> 31;
  }
}
