package dev.hopwise.server.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait between the attempts of one request: doubling, between half and one and a half
/// of that at random so that many senders do not come back at once, and never shorter than the
/// receiver asked for.
final class Backoff {

  /// Doubling so often is beyond every longest wait.
  private static final int DOUBLINGS_MAX = 20;

  private final Retries retries;
  private final RandomGenerator random;

  Backoff(Retries retries, RandomGenerator random) {
    this.retries = retries;
    this.random = random;
  }

  /// The wait before another attempt, or nothing when it is time to give up.
  ///
  /// @param attempts made so far, at least 1
  /// @param elapsed since the first
  /// @param asked what the receiver asked for
  Optional<Duration> next(int attempts, Duration elapsed, Optional<Duration> asked) {
    long doubled = retries.first().toNanos() << Math.min(attempts - 1, DOUBLINGS_MAX);
    long longest = Math.min(doubled, retries.longest().toNanos());
    Duration own = Duration.ofNanos((long) (longest * (0.5 + random.nextDouble())));
    Duration wait = asked.filter(a -> a.compareTo(own) > 0).orElse(own);
    return elapsed.plus(wait).compareTo(retries.giveUpAfter()) > 0
        ? Optional.empty()
        : Optional.of(wait);
  }
}
