package dev.hopwise.simulate;

/// How often a failed call is made again by its caller.
///
/// @param attemptsMax the first one included, 1 to 10
/// @param pause between two attempts
public record Retries(int attemptsMax, Latency pause) {

  /// The first failure stands.
  public static final Retries NONE = new Retries(1, Latency.ZERO);

  private static final int ATTEMPTS_LIMIT = 10;

  public Retries {
    if (attemptsMax < 1 || attemptsMax > ATTEMPTS_LIMIT) {
      throw new IllegalArgumentException("attempts " + attemptsMax);
    }
  }

  /// So many attempts, some milliseconds apart.
  public static Retries of(int attemptsMax, double pauseMillis) {
    return new Retries(attemptsMax, new Latency(pauseMillis, 0.2));
  }
}
