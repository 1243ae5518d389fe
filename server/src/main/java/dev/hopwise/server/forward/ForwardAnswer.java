package dev.hopwise.server.forward;

import java.time.Duration;
import java.util.Optional;

/// What the other endpoint said, or that it said nothing.
sealed interface ForwardAnswer {

  /// It took the request.
  ///
  /// @param rejectedSpans of it that it did not take, which is final
  /// @param message why, empty when there is nothing to say
  record Taken(long rejectedSpans, String message) implements ForwardAnswer {}

  /// It will never take it.
  record Refused(String reason) implements ForwardAnswer {}

  /// It may take it later.
  ///
  /// @param after how long it asks to wait
  record TryAgain(String reason, Optional<Duration> after) implements ForwardAnswer {}
}
