package dev.hopwise.sample;

import dev.hopwise.sample.Sampling.Per;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Walks the rules of a policy for a trace.
///
/// The first rule that matches decides, but slow and throughput rules let on what they do not want.
/// A throughput rule wants a trace with a probability; whether the trace has the randomness for it
/// does not end the walk, because that probability and the one of a later rule are thresholds of
/// the same randomness: the trace is kept with the higher of the two. So the walk never looks at
/// the randomness, and the probability it ends with is the trace's own.
///
/// Not thread-safe.
final class RuleWalk {

  private static final long SURE = 0;
  private static final long SHARED = 0x5555_5555_5555_5555L;

  private final Policy policy;
  private final Learned learned;

  RuleWalk(Policy policy, Learned learned) {
    this.policy = policy;
    this.learned = learned;
  }

  /// Counts the trace with what is learned, and says what it is to be kept with.
  Verdict verdict(TraceFacts trace, ConditionSet conditions, Moment now) {
    DurationHistogram durations = learned.durations().of(trace.operationHash(), now.steadyNanos());
    Verdict verdict = walk(trace, conditions, durations, now);
    if (durations != null) {
      durations.add(trace.durationNanos(), learned.share().weight(), now.steadyNanos());
    }
    return verdict;
  }

  /// What a rule says about a dropped trace because of its late spans, or null: only rules up to
  /// the one that gave the decision can, and of those only such whose condition single spans
  /// satisfy.
  @Nullable Verdict late(Decision dropped, TraceFacts late, ConditionSet conditions, Moment now) {
    for (Rule rule : policy.rules()) {
      if (rule.when() != null && rule.when().bySpan() && applies(rule, late, conditions)) {
        return isStatic(rule) ? of(rule, late, null, now) : null;
      }
      if (rule.name().equals(dropped.rule()) || rule.isFinal()) {
        return null;
      }
    }
    return null;
  }

  /// Whether late spans alone tell what the rule does.
  private static boolean isStatic(Rule rule) {
    return rule.sample() instanceof Sampling.Always
        || rule.sample() instanceof Sampling.Probability;
  }

  /// Learns from what an earlier process decided.
  void learn(Decision replayed, Moment now) {
    long operation = NameHash.ofOperation(replayed.rootService(), replayed.rootName());
    DurationHistogram durations = learned.durations().of(operation, now.steadyNanos());
    if (durations != null) {
      durations.add(replayed.durationNanos(), 1, now.steadyNanos());
    }
    if (replayed.probability() == 1) {
      for (ErrorKind kind : replayed.errorKinds()) {
        learned
            .firstFew()
            .isFirst(NameHash.ofErrorKind(kind) ^ SURE, replayed.startEpochNanos(), now);
      }
    }
  }

  private Verdict walk(
      TraceFacts trace,
      ConditionSet conditions,
      @Nullable DurationHistogram durations,
      Moment now) {
    Verdict best = null;
    for (Rule rule : policy.rules()) {
      Verdict next = applies(rule, trace, conditions) ? of(rule, trace, durations, now) : null;
      if (next != null) {
        best = best == null ? next : best.or(next);
        if (isFinal(next)) {
          return best;
        }
      }
    }
    // A throughput may be the last rule.
    return Objects.requireNonNull(best);
  }

  static boolean applies(Rule rule, TraceFacts trace, ConditionSet conditions) {
    return (rule.tenants().isEmpty() || rule.tenants().contains(trace.tenant()))
        && (rule.when() == null || conditions.matches(rule.when(), trace));
  }

  private static boolean isFinal(Verdict verdict) {
    return verdict.probability() == 1
        || !(verdict.rule().sample() instanceof Sampling.Throughput(_, Per per) && per != Per.RULE);
  }

  /// Null when the rule lets the trace on.
  @Nullable Verdict of(
      Rule rule, TraceFacts trace, @Nullable DurationHistogram durations, Moment now) {
    return switch (rule.sample()) {
      case Sampling.Always _ -> whole(rule, trace, now);
      case Sampling.Drop _ -> new Verdict(rule, 0, BudgetClass.BASELINE);
      case Sampling.Probability(double probability) ->
          new Verdict(rule, probability, partly(isFirstError(trace, now, SHARED)));
      case Sampling.Throughput throughput -> throughput(rule, throughput, trace, now);
      case Sampling.SlowLimit(long limitNanos) ->
          trace.durationNanos() >= limitNanos ? whole(rule, trace, now) : null;
      case Sampling.SlowQuantile(double quantile) ->
          DurationTable.isSlow(durations, quantile, trace.durationNanos())
              ? whole(rule, trace, now)
              : null;
    };
  }

  private Verdict whole(Rule rule, TraceFacts trace, Moment now) {
    boolean firstError = isFirstError(trace, now, SURE);
    boolean first =
        isFirst(NameHash.of(rule.nameHash(), trace.operationHash()), trace, now) || firstError;
    return new Verdict(rule, 1, first ? BudgetClass.FIRST_OF_KIND : BudgetClass.REPEATED);
  }

  private Verdict throughput(
      Rule rule, Sampling.Throughput throughput, TraceFacts trace, Moment now) {
    long key = NameHash.of(rule.nameHash(), key(throughput.per(), trace));
    double probability =
        learned
            .throughputs()
            .next(
                key,
                throughput.tracesPerSecond(),
                trace.headProbability(),
                learned.share().ownNanos(now.steadyNanos()));
    boolean firstError = isFirstError(trace, now, SHARED);
    boolean first = probability == 1 && isFirst(key, trace, now);
    return new Verdict(rule, probability, partly(first || firstError));
  }

  private static BudgetClass partly(boolean first) {
    return first ? BudgetClass.FIRST_OF_KIND : BudgetClass.BASELINE;
  }

  private static long key(Per per, TraceFacts trace) {
    return switch (per) {
      case RULE -> 0;
      case OPERATION -> trace.operationHash();
      case SERVICE -> NameHash.of(trace.rootService());
      case TENANT -> NameHash.of(trace.tenant());
    };
  }

  /// What is kept for sure and what is kept with a probability are counted apart: the latter must
  /// not use up the few of the former.
  private boolean isFirstError(TraceFacts trace, Moment now, long apart) {
    boolean first = false;
    for (int i = 0; i < trace.errorKindCount(); i++) {
      first |= isFirst(trace.errorKind(i) ^ apart, trace, now);
    }
    return first;
  }

  private boolean isFirst(long kind, TraceFacts trace, Moment now) {
    return learned.firstFew().isFirst(kind, trace.startEpochNanos(), now);
  }
}
