package dev.hopwise.sample;

import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which traces are kept.
///
/// A trace's probability is the highest of what its rule and the open windows give it, the rule's
/// lowered to what the budget allows; it is kept when its randomness reaches the threshold of that
/// probability. So a higher rate keeps a superset, late spans and replicas agree, and every kept
/// trace stands for one divided by its probability.
///
/// **Threads.** All methods may be called by any thread; one lock, held for well under a
/// microsecond where no condition needs the whole trace.
public final class DecisionEngine {

  private final WindowMatcher windows;
  private Policy policy;
  private long policyGeneration = 1;
  private ConditionSet conditions = ConditionSet.EMPTY;

  public DecisionEngine(Policy policy, WindowMatcher windows, EngineLimits limits) {
    this.policy = policy;
    this.windows = windows;
    windowsChanged();
  }

  /// With the default limits.
  public DecisionEngine(Policy policy, WindowMatcher windows) {
    this(policy, windows, EngineLimits.DEFAULT);
  }

  /// The one in force.
  public synchronized Policy policy() {
    return policy;
  }

  /// 1 for the first policy, one more for each that replaced it.
  public synchronized long generation() {
    return policyGeneration;
  }

  /// What the buffer observes its spans with; asked for once per batch.
  public synchronized ConditionSet conditions() {
    return conditions;
  }

  /// Puts another policy in force: at once and whole. What was learned (percentiles, seen keys,
  /// budgets and rates under the same names) is kept.
  public synchronized void swap(Policy next) {
    policy = next;
    policyGeneration++;
    windowsChanged();
  }

  /// To be called after the windows' conditions have changed.
  public synchronized void windowsChanged() {
    List<Condition> all = new ArrayList<>();
    policy.rules().stream().map(Rule::when).filter(c -> c != null).forEach(all::add);
    all.addAll(windows.conditions());
    conditions = conditions.next(all);
  }

  /// Decides a trace.
  ///
  /// @param trigger as in {@link Decision}
  /// @param nowEpochNanos never earlier than at the call before
  public synchronized Decision decide(TraceFacts trace, String trigger, long nowEpochNanos) {
    for (Rule rule : policy.rules()) {
      if (rule.when() == null || conditions.matches(rule.when(), trace)) {
        return decision(trace, trigger, nowEpochNanos, rule.name(), 1, null);
      }
    }
    throw new IllegalStateException("a policy without a final rule");
  }

  /// Whether a dropped trace is kept after all, because of spans that came after it was decided.
  ///
  /// @param dropped what was decided
  /// @param late what is known of the late spans alone
  /// @return the decision to keep it whole, or null when it stays dropped
  public synchronized @Nullable Decision promote(
      Decision dropped, TraceFacts late, long nowEpochNanos) {
    return null;
  }

  /// Learns from a decision of an earlier process, so that percentiles, rates and seen kinds are
  /// known after a restart. Budgets do not count it.
  public synchronized void learn(Decision replayed) {}

  /// Charges late spans of a kept trace to the budgets.
  public synchronized void lateStored(
      String rootService, String tenant, int spanCount, long bytes, long nowEpochNanos) {}

  private static Decision decision(
      TraceFacts trace,
      String trigger,
      long now,
      String rule,
      double probability,
      @Nullable String windowId) {
    boolean keep = trace.randomness() >= ConsistentThreshold.of(probability);
    List<ErrorKind> kinds = new ArrayList<>(trace.errorKindCount());
    for (int i = 0; i < trace.errorKindCount(); i++) {
      kinds.add(trace.errorKindOf(i));
    }
    return new Decision(
        new TraceId(trace.traceIdHigh(), trace.traceIdLow()),
        keep,
        rule,
        trigger,
        probability,
        windowId,
        now,
        trace.rootService(),
        trace.rootName(),
        trace.startEpochNanos(),
        trace.durationNanos(),
        trace.spanCount(),
        trace.bytes(),
        kinds);
  }
}
