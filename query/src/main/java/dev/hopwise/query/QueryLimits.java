package dev.hopwise.query;

import java.time.Duration;

/// What a query may take.
///
/// @param concurrentMax queries that run at the same time
/// @param queueWait how long one more waits for its turn before it is refused
/// @param timeLimit when it is over, a search answers what it has, marked partial
/// @param resultsMax traces of one page
/// @param valuesMax values of one list
public record QueryLimits(
    int concurrentMax, Duration queueWait, Duration timeLimit, int resultsMax, int valuesMax) {

  /// What suits a machine of a few cores.
  public static final QueryLimits DEFAULT =
      new QueryLimits(8, Duration.ofSeconds(5), Duration.ofSeconds(20), 1_000, 10_000);

  public QueryLimits {
    requirePositive("concurrentMax", concurrentMax);
    requirePositive("resultsMax", resultsMax);
    requirePositive("valuesMax", valuesMax);
    requirePositive("timeLimit in milliseconds", timeLimit.toMillis());
    if (queueWait.isNegative()) {
      throw new IllegalArgumentException("queueWait " + queueWait + " is negative");
    }
  }

  private static void requirePositive(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " is " + value + ", at least 1 is needed");
    }
  }
}
