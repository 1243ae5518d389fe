package dev.hopwise.sample;

import org.jspecify.annotations.Nullable;

/// One limit of the budget: the total, a tenant's or a service's. Not thread-safe.
final class BudgetMeter {

  private static final double SECONDS_PER_DAY = 86_400;
  private static final double RATE_SECONDS = 30;

  private final String scope;
  private final String name;
  private final DecayingSum storedSpans = new DecayingSum(RATE_SECONDS);
  private final DecayingSum storedBytes = new DecayingSum(RATE_SECONDS);
  private Budget.Limit limit;
  private @Nullable BudgetValve spans;
  private @Nullable BudgetValve bytes;

  BudgetMeter(String scope, String name, Budget.Limit limit) {
    this.scope = scope;
    this.name = name;
    this.limit = limit;
    limit(limit);
  }

  void limit(Budget.Limit next) {
    limit = next;
    spans = valve(spans, next.spansPerSecond());
    bytes = valve(bytes, next.bytesPerDay() / SECONDS_PER_DAY);
  }

  void advance(long nowNanos) {
    storedSpans.advance(nowNanos);
    storedBytes.advance(nowNanos);
    if (spans != null) {
      spans.advance(nowNanos);
    }
    if (bytes != null) {
      bytes.advance(nowNanos);
    }
  }

  double factor(BudgetClass budgetClass) {
    return Math.min(factor(spans, budgetClass), factor(bytes, budgetClass));
  }

  /// @param share of the trace that is kept in the mean under factors of 1
  /// @param factorElsewhere what other meters leave of it
  void demand(
      BudgetClass budgetClass,
      double share,
      int spanCount,
      long byteCount,
      double factorElsewhere) {
    double bySpans = factor(spans, budgetClass);
    double byBytes = factor(bytes, budgetClass);
    if (spans != null) {
      spans.demand(budgetClass, share * spanCount, Math.min(factorElsewhere, byBytes));
    }
    if (bytes != null) {
      bytes.demand(budgetClass, share * byteCount, Math.min(factorElsewhere, bySpans));
    }
  }

  void stored(int spanCount, long byteCount) {
    storedSpans.add(spanCount);
    storedBytes.add((double) byteCount);
    if (spans != null) {
      spans.stored(spanCount);
    }
    if (bytes != null) {
      bytes.stored((double) byteCount);
    }
  }

  EngineState.BudgetState state() {
    return new EngineState.BudgetState(
        scope,
        name,
        limit,
        factor(BudgetClass.BASELINE),
        factor(BudgetClass.REPEATED),
        storedSpans.perSecond(),
        storedBytes.perSecond());
  }

  private static double factor(@Nullable BudgetValve valve, BudgetClass budgetClass) {
    return valve == null ? 1 : valve.factor(budgetClass);
  }

  private static @Nullable BudgetValve valve(@Nullable BudgetValve current, double perSecond) {
    if (perSecond == Double.POSITIVE_INFINITY) {
      return null;
    }
    if (current == null) {
      return new BudgetValve(perSecond);
    }
    current.limit(perSecond);
    return current;
  }
}
