package dev.hopwise.sample.trial;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one policy did with the traces that were looked at. Not thread-safe.
final class TrialCounts {

  private static final class OfRule {
    private long matched;
    private long kept;
    private long keptSpans;
    private long keptBytes;
  }

  private final Map<String, OfRule> rules = new HashMap<>();
  private long traces;
  private long spans;

  long traces() {
    return traces;
  }

  /// @param spansBefore of the trace, where it was dropped before
  void decided(Decision decision, int spansBefore) {
    OfRule rule = rule(decision.rule());
    if (spansBefore == 0) {
      traces++;
      rule.matched++;
    }
    spans += decision.spanCount() - spansBefore;
    if (decision.keep()) {
      rule.kept++;
      rule.keptSpans += decision.spanCount();
      rule.keptBytes += decision.bytes();
    }
  }

  /// Spans that follow a decision.
  ///
  /// @param kept marked
  void late(SpanBatch kept, long dropped) {
    spans += kept.count + dropped;
    for (int i = 0; i < kept.count; i++) {
      OfRule rule = rule(kept.keeps[kept.keepIndex[i]].rule());
      rule.keptSpans++;
      rule.keptBytes += kept.spanLength[i];
    }
  }

  /// For all the traffic.
  ///
  /// @param spansOfAll that came in the range
  TrialOutcome outcome(Policy policy, long spansOfAll) {
    double weight = spans == 0 ? 0 : (double) spansOfAll / spans;
    List<TrialOutcome.OfRule> outcomes = new ArrayList<>();
    for (Rule rule : policy.rules()) {
      OfRule of = rule(rule.name());
      outcomes.add(
          new TrialOutcome.OfRule(
              rule.name(),
              Math.round(of.matched * weight),
              Math.round(of.kept * weight),
              Math.round(of.keptSpans * weight)));
    }
    return new TrialOutcome(
        Math.round(traces * weight),
        Math.round(weight * rules.values().stream().mapToLong(each -> each.kept).sum()),
        Math.round(weight * rules.values().stream().mapToLong(each -> each.keptSpans).sum()),
        Math.round(weight * rules.values().stream().mapToLong(each -> each.keptBytes).sum()),
        outcomes);
  }

  private OfRule rule(String name) {
    return rules.computeIfAbsent(name, _ -> new OfRule());
  }
}
