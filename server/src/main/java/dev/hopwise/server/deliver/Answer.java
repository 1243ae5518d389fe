package dev.hopwise.server.deliver;

import java.time.Duration;
import java.util.Optional;

/// What the other endpoint said, or that it said nothing.
public sealed interface Answer {

  /// It took the request.
  ///
  /// @param rejected how much of it it did not take, which is final
  /// @param message why, empty when there is nothing to say
  record Taken(long rejected, String message) implements Answer {}

  /// It will never take it.
  record Refused(String reason) implements Answer {}

  /// It may take it later.
  ///
  /// @param after how long it asks to wait
  record TryAgain(String reason, Optional<Duration> after) implements Answer {}
}
