package dev.hopwise.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The counters of a policy's rules, and of the windows. Not thread-safe.
final class RuleCounters {

  private final Map<String, RuleCounter> byRule = new LinkedHashMap<>();

  /// @param earlier whose counters go on where a rule of the same name is left
  RuleCounters(Policy policy, @Nullable RuleCounters earlier) {
    policy.rules().forEach(rule -> take(rule.name(), earlier));
    take(Decision.WINDOW_RULE, earlier);
  }

  private void take(String rule, @Nullable RuleCounters earlier) {
    RuleCounter known = earlier == null ? null : earlier.byRule.get(rule);
    byRule.put(rule, known == null ? new RuleCounter() : known);
  }

  void count(Decision decision, long nowNanos) {
    RuleCounter counter = byRule.get(decision.rule());
    if (counter != null) {
      counter.count(decision.keep(), decision.spanCount(), decision.bytes(), nowNanos);
    }
  }

  List<EngineState.RuleState> state(long nowNanos) {
    List<EngineState.RuleState> states = new ArrayList<>();
    byRule.forEach((rule, counter) -> states.add(counter.state(rule, nowNanos)));
    return states;
  }
}
