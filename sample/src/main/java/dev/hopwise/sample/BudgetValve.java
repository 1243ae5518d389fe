package dev.hopwise.sample;

/// Holds one quantity (spans, or bytes) to so much per second by two factors: one that the
/// probabilities of the baseline are multiplied by, and one for repeated errors and slow traces,
/// which falls below 1 only when the baseline has given up all but a twentieth of what there is.
/// That rest is never taken from it, so that estimates of the normal traffic stay usable.
///
/// Each trace says how much it would add in the mean under factors of 1. From the rates of these
/// demands follow the factors that meet the target. The target is the limit, raised or lowered by
/// what was stored too little or too much so far, so that neither chance nor a wrong guess of the
/// demand adds up: over a minute the sum is right even where traces differ in size by orders of
/// magnitude. It is not lowered by more than half, because a probability that falls for a moment
/// gives a few traces a weight that spoils every estimate they are in. An unused limit is saved for
/// one second only.
///
/// Factors never reach 0: a trace that could not be kept at all would be missing in every estimate.
///
/// Not thread-safe.
final class BudgetValve {

  /// What the factors fall to at most.
  static final double FACTOR_MIN = 0.0001;

  private static final double SECOND_NANOS = 1e9;
  private static final long STEP_NANOS = 50_000_000;
  private static final double DEMAND_SECONDS = 5;

  /// The first traces of all kinds come together when five minutes begin; their rate must not be
  /// taken for one that lasts.
  private static final double FIRST_SECONDS = 60;

  /// What the baseline has at least of what the first traces of all kinds leave.
  private static final double BASELINE_SHARE_MIN = 0.05;

  /// In what time an excess is made good.
  private static final double REPAY_SECONDS = 2;

  private static final double SAVED_SECONDS_MAX = 1;
  private static final double OWED_SECONDS_MAX = 30;

  /// As an exponent: `e^-0.7` is half.
  private static final double REPAY_EXPONENT_MAX = 0.7;

  private final DecayingSum baseline = new DecayingSum(DEMAND_SECONDS);
  private final DecayingSum repeated = new DecayingSum(DEMAND_SECONDS);
  private final DecayingSum fixed = new DecayingSum(DEMAND_SECONDS);
  private final DecayingSum firsts = new DecayingSum(FIRST_SECONDS);
  private double limitPerSecond;
  private double balance;
  private long steppedNanos;
  private boolean started;
  private double baselineFactor = 1;
  private double repeatedFactor = 1;

  BudgetValve(double limitPerSecond) {
    this.limitPerSecond = limitPerSecond;
  }

  /// Another limit takes effect with the next step; what was learned of the demand stays.
  void limit(double perSecond) {
    balance *= perSecond / limitPerSecond;
    limitPerSecond = perSecond;
  }

  /// Lets time pass; it begins with the first call.
  void advance(long nowNanos) {
    long passed = started ? nowNanos - steppedNanos : 0;
    if (started && passed < STEP_NANOS) {
      return;
    }
    started = true;
    steppedNanos = nowNanos;
    balance =
        Math.clamp(
            balance + limitPerSecond * passed / SECOND_NANOS,
            -OWED_SECONDS_MAX * limitPerSecond,
            SAVED_SECONDS_MAX * limitPerSecond);
    baseline.advance(nowNanos);
    repeated.advance(nowNanos);
    fixed.advance(nowNanos);
    firsts.advance(nowNanos);
    aim();
  }

  /// At most 1.
  double factor(BudgetClass budgetClass) {
    return switch (budgetClass) {
      case BASELINE -> baselineFactor;
      case REPEATED -> repeatedFactor;
      case FIRST_OF_KIND -> 1;
    };
  }

  /// Takes the demand of one trace into account.
  ///
  /// @param amount what it adds in the mean under factors of 1
  /// @param factorElsewhere what other valves leave of it
  void demand(BudgetClass budgetClass, double amount, double factorElsewhere) {
    if (factorElsewhere < factor(budgetClass)) {
      fixed.add(amount * factorElsewhere);
    } else {
      DecayingSum sum =
          switch (budgetClass) {
            case BASELINE -> baseline;
            case REPEATED -> repeated;
            case FIRST_OF_KIND -> firsts;
          };
      sum.add(amount);
    }
  }

  /// Charges what is stored.
  void stored(double amount) {
    balance -= amount;
  }

  private void aim() {
    double exponent = balance / (limitPerSecond * REPAY_SECONDS);
    double target = limitPerSecond * Math.exp(Math.max(-REPAY_EXPONENT_MAX, exponent));
    double rest = target - fixed.perSecond() - firsts.perSecondSoFar();
    double wanted = repeated.perSecond();
    double least = Math.min(baseline.perSecond(), BASELINE_SHARE_MIN * rest);
    double ofBaseline = Math.max(rest - wanted, least);
    baselineFactor = within(ofBaseline, baseline.perSecond());
    repeatedFactor = within(rest - least, wanted);
  }

  private static double within(double target, double demand) {
    return demand <= target ? 1 : Math.max(FACTOR_MIN, target / demand);
  }
}
