package dev.hopwise.sample.window;

import dev.hopwise.sample.Condition;
import dev.hopwise.sample.ConditionSet;
import dev.hopwise.sample.ConsistentThreshold;
import dev.hopwise.sample.TraceFacts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A window that still counts. Guarded by the book's lock.
final class LiveWindow {

  private static final String OTHERS = "";

  private final IncidentWindow opened;
  private final Condition condition;
  private final WindowBudget budget;
  private final Map<String, long[]> byService = new HashMap<>();
  private final long settleNanos;
  private final long seenEpochNanos;
  private long closesEpochNanos;
  private WindowState state;
  private long matchedTraces;
  private long keptTraces;
  private long keptSpans;
  private long overBudgetTraces;
  private ReachBackProgress reachBack;

  /// @param window as it was when it was opened, or when an earlier process last saw it
  /// @param nowEpochNanos at which this process began to look after it; what was pending then gets
  ///   the whole time to settle
  LiveWindow(IncidentWindow window, long nowEpochNanos, long settleNanos) {
    opened = window;
    seenEpochNanos = nowEpochNanos;
    this.settleNanos = settleNanos;
    condition = Condition.parse(window.scope().traceQl());
    closesEpochNanos = window.closesEpochNanos();
    state = window.state();
    WindowCounts counts = window.counts();
    matchedTraces = counts.matchedTraces();
    keptTraces = counts.keptTraces();
    keptSpans = counts.keptSpans();
    overBudgetTraces = counts.overBudgetTraces();
    for (ServiceCount each : counts.byService()) {
      byService.put(
          each.service(), new long[] {each.matchedTraces(), each.keptTraces(), each.keptSpans()});
    }
    reachBack = window.reachBack();
    budget =
        new WindowBudget(
            window.rate(),
            window.budgetSpansPerSecond(),
            window.opensEpochNanos(),
            closesEpochNanos,
            keptSpans);
  }

  String id() {
    return opened.id();
  }

  Condition condition() {
    return condition;
  }

  WindowState state() {
    return state;
  }

  /// The share that was asked for.
  double rate() {
    return opened.rate();
  }

  ReachBackProgress reachBack() {
    return reachBack;
  }

  void reachBack(ReachBackProgress progress) {
    reachBack = progress;
  }

  /// Whether nothing about it will change any more.
  boolean isFinal() {
    return state == WindowState.CLOSED && reachBack.settled();
  }

  /// Moves on to the state that it has at a time; never back.
  ///
  /// @return whether it moved
  boolean moveOn(long nowEpochNanos) {
    WindowState due =
        nowEpochNanos < closesEpochNanos
            ? WindowState.OPEN
            : nowEpochNanos < Math.max(closesEpochNanos, seenEpochNanos) + settleNanos
                ? WindowState.CLOSING
                : WindowState.CLOSED;
    boolean moves = due.compareTo(state) > 0;
    state = moves ? due : state;
    return moves;
  }

  /// Ends it now, unless it has ended.
  void end(long nowEpochNanos) {
    if (nowEpochNanos < closesEpochNanos) {
      closesEpochNanos = Math.max(nowEpochNanos, opened.opensEpochNanos());
      budget.endAt(closesEpochNanos);
    }
  }

  /// Whether a trace that is decided now belongs to it.
  boolean wants(TraceFacts trace, ConditionSet conditions, long nowEpochNanos) {
    return state != WindowState.CLOSED
        && nowEpochNanos >= opened.opensEpochNanos()
        && trace.firstArrivalEpochNanos() < closesEpochNanos
        && conditions.matches(condition, trace);
  }

  /// Counts a trace that it wants.
  ///
  /// @return the rate for it, 0 where the budget is spent
  double offer(TraceFacts trace, long nowEpochNanos) {
    double rate = budget.rateAt(nowEpochNanos);
    matchedTraces++;
    countsOf(trace.rootService())[0]++;
    budget.asked(trace.spanCount());
    if (isWithin(rate, trace) && !budget.affords(trace.spanCount(), nowEpochNanos)) {
      overBudgetTraces++;
      return 0;
    }
    return rate;
  }

  /// Counts a trace that is kept, if it lies within the rate that was offered for it.
  void kept(double rate, TraceFacts trace) {
    if (isWithin(rate, trace)) {
      keptTraces++;
      keptSpans += trace.spanCount();
      long[] counts = countsOf(trace.rootService());
      counts[1]++;
      counts[2] += trace.spanCount();
      budget.spend(trace.spanCount());
    }
  }

  /// As it is now.
  IncidentWindow snapshot() {
    return new IncidentWindow(
        opened.id(),
        opened.scope(),
        opened.rate(),
        budget.lastRate(),
        opened.reachBackNanos(),
        opened.budgetSpansPerSecond(),
        opened.reason(),
        opened.opener(),
        state,
        opened.opensEpochNanos(),
        closesEpochNanos,
        new WindowCounts(matchedTraces, keptTraces, keptSpans, overBudgetTraces, services()),
        reachBack);
  }

  private static boolean isWithin(double rate, TraceFacts trace) {
    return trace.randomness() >= ConsistentThreshold.of(rate);
  }

  private long[] countsOf(String service) {
    boolean told = byService.containsKey(service) || byService.size() < WindowCounts.SERVICES_MAX;
    return byService.computeIfAbsent(told ? service : OTHERS, _ -> new long[3]);
  }

  private List<ServiceCount> services() {
    return byService.entrySet().stream()
        .map(e -> new ServiceCount(e.getKey(), e.getValue()[0], e.getValue()[1], e.getValue()[2]))
        .sorted(
            Comparator.comparingLong(ServiceCount::matchedTraces)
                .reversed()
                .thenComparing(ServiceCount::service))
        .toList();
  }
}
