package dev.hopwise.sample;

import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides which traces are kept.
///
/// A trace's probability is the highest of what its rule and the open windows give it, the rule's
/// lowered to what the budget allows; it is kept when its randomness reaches the threshold of that
/// probability. So a higher rate keeps a superset, late spans and replicas agree, and every kept
/// trace stands for one divided by its probability. Nothing that goes into a probability depends on
/// the randomness of the trace itself; the budget's debt depends on that of earlier ones only.
///
/// **Threads.** All methods may be called by any thread; one lock, held for well under a
/// microsecond where no condition needs the whole trace.
public final class DecisionEngine {

  private final WindowMatcher windows;
  private final TrafficShare share;
  private final Learned learned;
  private Policy policy;
  private long policyGeneration;
  private RuleWalk walk;
  private BudgetControl budget;
  private RuleCounters counters;
  private ConditionSet conditions = ConditionSet.EMPTY;
  private boolean isWatched;
  private Moment now = Moment.NEVER;

  /// For an engine that is shown a part of the traffic and is to do with it as with all.
  ///
  /// @param share what it is shown
  public DecisionEngine(
      Policy policy, WindowMatcher windows, EngineLimits limits, TrafficShare share) {
    this.windows = windows;
    this.share = share;
    this.policy = policy;
    policyGeneration = 1;
    learned = new Learned(limits, share);
    walk = new RuleWalk(policy, learned);
    budget = BudgetControl.of(policy.budget(), null);
    counters = new RuleCounters(policy, null);
    windowsChanged();
  }

  public DecisionEngine(Policy policy, WindowMatcher windows, EngineLimits limits) {
    this(policy, windows, limits, TrafficShare.ALL);
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

  /// Puts another policy in force: at once and whole. What was learned (percentiles, seen kinds and
  /// keys, and under the same names rates, counters and budgets) is kept.
  public synchronized void swap(Policy next) {
    policy = next;
    policyGeneration++;
    walk = new RuleWalk(policy, learned);
    budget = BudgetControl.of(policy.budget(), budget);
    counters = new RuleCounters(policy, counters);
    windowsChanged();
  }

  /// Whether every trace is kept and no window wants to know which.
  public synchronized boolean keepsAll() {
    return policy.keepsAll() && !isWatched;
  }

  /// To be called after the windows' conditions have changed.
  public synchronized void windowsChanged() {
    isWatched = !windows.conditions().isEmpty();
    conditions =
        conditions.next(
            Stream.concat(
                    policy.rules().stream().flatMap(rule -> Stream.ofNullable(rule.when())),
                    windows.conditions().stream())
                .toList());
  }

  /// Decides a trace.
  ///
  /// @param trigger as in {@link Decision}
  public synchronized Decision decide(TraceFacts trace, String trigger, long nowEpochNanos) {
    pass(nowEpochNanos);
    Verdict verdict = walk.verdict(trace, conditions, now);
    double byRule = budgeted(verdict, trace, trace.spanCount(), trace.bytes());
    if (isKept(trace, byRule)) {
      budget.stored(trace.tenant(), trace.rootService(), trace.spanCount(), trace.bytes());
    }
    WindowMatch match = windows.match(trace, conditions, nowEpochNanos);
    double rate = match == null ? 0 : match.rate();
    boolean byWindow = rate > byRule;
    Decision decision =
        decision(
            trace,
            trigger,
            byWindow ? Decision.WINDOW_RULE : verdict.rule().name(),
            Math.max(byRule, rate),
            match != null && (byWindow || isKept(trace, rate)) ? match.windowId() : null);
    counters.count(decision, now.steadyNanos());
    if (match != null) {
      windows.decided(match, trace, decision.keep());
    }
    return decision;
  }

  /// Whether a dropped trace is kept after all, because of spans that came after it was decided: an
  /// error, or anything else that an earlier rule asks for by a condition that single spans
  /// satisfy.
  ///
  /// @param dropped what was decided
  /// @param late what is known of the late spans alone
  /// @return the decision to keep it whole, or null when it stays dropped
  public synchronized @Nullable Decision promote(
      Decision dropped, TraceFacts late, long nowEpochNanos) {
    pass(nowEpochNanos);
    Verdict verdict = walk.late(dropped, late, conditions, now);
    if (verdict == null) {
      return null;
    }
    int spanCount = dropped.spanCount() + late.spanCount();
    long bytes = dropped.bytes() + late.bytes();
    double probability = budgeted(verdict, late, spanCount, bytes);
    if (!isKept(late, probability)) {
      return null;
    }
    budget.stored(late.tenant(), dropped.rootService(), spanCount, bytes);
    Decision decision =
        LateDecision.of(
            dropped, late, verdict.rule().name(), probability, spanCount, bytes, nowEpochNanos);
    counters.count(decision, now.steadyNanos());
    return decision;
  }

  /// Learns from a decision of an earlier process, so that percentiles and seen kinds are known
  /// after a restart. Budgets and counters do not count it.
  public synchronized void learn(Decision replayed) {
    pass(replayed.decidedEpochNanos());
    walk.learn(replayed, now);
  }

  /// Charges late spans of a kept trace to the budgets.
  public synchronized void lateStored(
      String rootService, String tenant, int spanCount, long bytes, long nowEpochNanos) {
    pass(nowEpochNanos);
    budget.factor(BudgetClass.FIRST_OF_KIND, 1, tenant, rootService, spanCount, bytes);
    budget.stored(tenant, rootService, spanCount, bytes);
  }

  /// What it has done and is doing.
  public synchronized EngineState state(long nowEpochNanos) {
    pass(nowEpochNanos);
    return new EngineState(
        policyGeneration,
        counters.state(now.steadyNanos()),
        policy.budget().isUnlimited() ? List.of() : budget.state());
  }

  private void pass(long nowEpochNanos) {
    now = now.next(nowEpochNanos);
    budget.advance(share.ownNanos(now.steadyNanos()));
  }

  /// What the budget leaves of the rule's probability. Traces that the head has thinned out already
  /// are thinned out further only below the head's probability.
  private double budgeted(Verdict verdict, TraceFacts trace, int spanCount, long bytes) {
    double ofAll = Math.min(verdict.probability(), trace.headProbability());
    double factor =
        budget.factor(
            verdict.budgetClass(),
            ofAll / trace.headProbability(),
            trace.tenant(),
            trace.rootService(),
            spanCount,
            bytes);
    return factor < 1 ? ofAll * factor : verdict.probability();
  }

  private static boolean isKept(TraceFacts trace, double probability) {
    return trace.randomness() >= ConsistentThreshold.of(probability);
  }

  private Decision decision(
      TraceFacts trace,
      String trigger,
      String rule,
      double probability,
      @Nullable String windowId) {
    return new Decision(
        new TraceId(trace.traceIdHigh(), trace.traceIdLow()),
        isKept(trace, probability),
        rule,
        trigger,
        probability,
        windowId,
        now.epochNanos(),
        trace.rootService(),
        trace.rootName(),
        trace.startEpochNanos(),
        trace.durationNanos(),
        trace.spanCount(),
        trace.bytes(),
        errorKinds(trace));
  }

  static List<ErrorKind> errorKinds(TraceFacts trace) {
    List<ErrorKind> kinds = new ArrayList<>(trace.errorKindCount());
    for (int i = 0; i < trace.errorKindCount(); i++) {
      kinds.add(trace.errorKindOf(i));
    }
    return kinds;
  }
}
