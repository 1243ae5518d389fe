package dev.hopwise.server.deliver;

import java.time.Duration;

/// How long is tried.
///
/// @param first wait, doubled with each further one
/// @param longest wait of our own; the receiver may ask for a longer one
/// @param giveUpAfter since the first attempt; then the request is dropped
public record Retries(Duration first, Duration longest, Duration giveUpAfter) {

  /// Rides out a restart of the receiver, and an outage as long as the queue holds.
  public static final Retries DEFAULT =
      new Retries(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(5));
}
