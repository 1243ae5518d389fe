package dev.hopwise.sample;

/// What came to one rule. Not thread-safe.
final class RuleCounter {

  private static final double RATE_SECONDS = 30;

  private final DecayingSum matchedRate = new DecayingSum(RATE_SECONDS);
  private final DecayingSum keptRate = new DecayingSum(RATE_SECONDS);
  private long matched;
  private long matchedSpans;
  private long kept;
  private long keptSpans;
  private long keptBytes;

  void count(boolean keep, int spanCount, long bytes, long nowNanos) {
    advance(nowNanos);
    matched++;
    matchedSpans += spanCount;
    matchedRate.add(1);
    if (keep) {
      kept++;
      keptSpans += spanCount;
      keptBytes += bytes;
      keptRate.add(1);
    }
  }

  EngineState.RuleState state(String rule, long nowNanos) {
    advance(nowNanos);
    return new EngineState.RuleState(
        rule,
        matched,
        matchedSpans,
        kept,
        keptSpans,
        keptBytes,
        matchedRate.perSecond(),
        keptRate.perSecond());
  }

  private void advance(long nowNanos) {
    matchedRate.advance(nowNanos);
    keptRate.advance(nowNanos);
  }
}
