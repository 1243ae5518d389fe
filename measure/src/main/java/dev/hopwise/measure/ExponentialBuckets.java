package dev.hopwise.measure;

/// OpenTelemetry's exponential buckets of scale 4 over durations in seconds: bucket `i` holds what
/// lies above `2^(i/16)` s and up to `2^((i+1)/16)` s. A quantile read from them, as the geometric
/// middle of its bucket, is off by at most {@link #RELATIVE_ERROR}.
///
/// Durations are whole nanoseconds, so that the bounds can be too, and a duration on a bound falls
/// where the definition says.
///
/// Source: OpenTelemetry metrics data model, "ExponentialHistogram".
final class ExponentialBuckets {

  static final int SCALE = 4;

  /// `2^(1/32) − 1`: 2.2 %.
  static final double RELATIVE_ERROR = Math.pow(2, 1.0 / 32) - 1;

  private static final int PER_OCTAVE = 1 << SCALE;
  private static final double NANOS_PER_SECOND = 1e9;

  /// The bucket of one nanosecond, and how many there are up to the longest duration, 292 years.
  private static final int FIRST = (int) Math.ceil(PER_OCTAVE * log2(1e-9)) - 1;

  private static final int COUNT =
      (int) Math.ceil(PER_OCTAVE * log2(Long.MAX_VALUE / NANOS_PER_SECOND)) - FIRST;

  /// The upper bound of each bucket from FIRST on, in nanoseconds.
  private static final long[] UPPER_NANOS = upperBounds();

  /// The bucket, counted from FIRST, of the smallest duration with the same highest bit and the
  /// same seven bits after it: at most one below the bucket that is looked for.
  private static final int GUESS_BITS = 7;

  private static final int GUESS_MASK = (1 << GUESS_BITS) - 1;

  private static final short[] GUESS = guesses();

  private ExponentialBuckets() {}

  /// The bucket of a duration.
  ///
  /// @param nanos more than 0
  static int indexOf(long nanos) {
    int place = GUESS[guessOf(nanos)];
    return FIRST + (nanos > UPPER_NANOS[place] ? place + 1 : place);
  }

  /// The bucket's upper bound in seconds; its lower one is that of the bucket before.
  static double upperSeconds(int index) {
    return Math.pow(2, (index + 1.0) / PER_OCTAVE);
  }

  /// The geometric middle of a bucket, in seconds.
  static double middleSeconds(int index) {
    return Math.pow(2, (index + 0.5) / PER_OCTAVE);
  }

  private static int guessOf(long nanos) {
    int zeros = Long.numberOfLeadingZeros(nanos);
    int bits = (int) ((nanos << zeros) >>> (Long.SIZE - 1 - GUESS_BITS)) & GUESS_MASK;
    return ((Long.SIZE - 1 - zeros) << GUESS_BITS) | bits;
  }

  private static long[] upperBounds() {
    long[] bounds = new long[COUNT];
    for (int place = 0; place < COUNT; place++) {
      // Beyond the largest long the conversion gives the largest long.
      bounds[place] = (long) (upperSeconds(FIRST + place) * NANOS_PER_SECOND);
    }
    return bounds;
  }

  private static short[] guesses() {
    short[] guesses = new short[(Long.SIZE - 1) << GUESS_BITS];
    int place = 0;
    for (int each = 0; each < guesses.length; each++) {
      long least = least(each);
      while (UPPER_NANOS[place] < least) {
        place++;
      }
      guesses[each] = (short) place;
    }
    return guesses;
  }

  /// The smallest duration of a guess; for short durations, several guesses are one duration.
  private static long least(int guess) {
    int octave = guess >>> GUESS_BITS;
    long bits = (1L << GUESS_BITS) | (guess & GUESS_MASK);
    return octave >= GUESS_BITS ? bits << (octave - GUESS_BITS) : bits >>> (GUESS_BITS - octave);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
