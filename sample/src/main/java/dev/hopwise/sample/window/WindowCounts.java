package dev.hopwise.sample.window;

import java.util.List;

/// What a window saw since it opened, without the reach-back.
///
/// @param matchedTraces decided, and in scope
/// @param keptTraces of these, within its rate and budget and therefore kept, with `keptSpans`
///   spans
/// @param overBudgetTraces of these, within its rate but beyond its budget: left to the policy
/// @param byService most matched traces first, at most {@link #SERVICES_MAX} and one for the rest
public record WindowCounts(
    long matchedTraces,
    long keptTraces,
    long keptSpans,
    long overBudgetTraces,
    List<ServiceCount> byService) {

  /// How many services are told apart.
  public static final int SERVICES_MAX = 100;

  /// Nothing seen.
  public static final WindowCounts ZERO = new WindowCounts(0, 0, 0, 0, List.of());

  public WindowCounts {
    byService = List.copyOf(byService);
  }

  /// The share of matching traces that it kept, 0 when there was none.
  public double share() {
    return matchedTraces == 0 ? 0 : (double) keptTraces / matchedTraces;
  }
}
