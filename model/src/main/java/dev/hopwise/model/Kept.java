package dev.hopwise.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a stored span came to be kept.
///
/// @param inclusionProbability with which a span like this one is here at all, head and tail taken
///   together, above 0 and at most 1
/// @param rule the rule that kept its trace; empty when nobody attached a decision
/// @param trigger as in {@link KeepMark}; empty when nobody attached a decision
/// @param windowId the incident window that raised the probability; null when none did
public record Kept(
    double inclusionProbability, String rule, String trigger, @Nullable String windowId) {

  /// What adds to a sample that was whole without it.
  private static final Set<String> ADDING = Set.of("reach-back", "promoted");

  /// An empty id names no window.
  public Kept {
    windowId = windowId == null || windowId.isEmpty() ? null : windowId;
  }

  /// No decision was attached: the span was stored as it came.
  public static final Kept UNKNOWN = new Kept(1, "", "", null);

  /// How many spans like it this one stands for: one divided by its probability. What a reach-back
  /// or a late error added stands for none, since the sample was whole without it: those that were
  /// kept at first stand for those that were not.
  public double weight() {
    return ADDING.contains(trigger) ? 0 : 1 / inclusionProbability;
  }

  /// A mark, and what it means for one span.
  public static Kept of(KeepMark mark, double inclusionProbability) {
    return new Kept(inclusionProbability, mark.rule(), mark.trigger(), mark.windowId());
  }
}
