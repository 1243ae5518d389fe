package dev.hopwise.sample.reachback;

import dev.hopwise.sample.Decision;

/// What became of a trace until now.
public sealed interface Fate {

  /// It waits to be decided.
  record Pending() implements Fate {}

  /// The last decision on it.
  record Decided(Decision decision) implements Fate {}

  /// Nobody remembers it.
  record NeverSeen() implements Fate {}
}
