package dev.hopwise.model;

import org.jspecify.annotations.Nullable;

/// How a stored span came to be kept.
///
/// @param inclusionProbability with which a span like this one is here at all, head and tail taken
///   together, at most 1: it stands for one divided by this many. 0 for one that a reach-back added
///   to a sample that was whole without it: it stands for none
/// @param rule the rule that kept its trace; empty when nobody attached a decision
/// @param trigger as in {@link KeepMark}; empty when nobody attached a decision
/// @param windowId the incident window that raised the probability; null when none did
public record Kept(
    double inclusionProbability, String rule, String trigger, @Nullable String windowId) {

  /// An empty id names no window.
  public Kept {
    windowId = windowId == null || windowId.isEmpty() ? null : windowId;
  }

  /// No decision was attached: the span was stored as it came.
  public static final Kept UNKNOWN = new Kept(1, "", "", null);

  /// How many spans like it this one stands for.
  public double weight() {
    return inclusionProbability > 0 ? 1 / inclusionProbability : 0;
  }

  /// A mark, and what it means for one span.
  public static Kept of(KeepMark mark, double inclusionProbability) {
    return new Kept(inclusionProbability, mark.rule(), mark.trigger(), mark.windowId());
  }
}
