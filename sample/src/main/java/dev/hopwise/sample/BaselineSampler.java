package dev.hopwise.sample;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.Locale;

/// Keeps each trace with one fixed probability, decided by its id alone, so that late spans, other
/// replicas and replays agree.
///
/// An explicit randomness (`ot=rv:…` in the trace state) is not read: the trace state is not among
/// what a batch carries, and looking for it would parse every span.
public final class BaselineSampler implements Sampler {

  /// The rule's name where a decision is shown.
  public static final String RULE = "baseline";

  private final double probability;
  private final long threshold;
  private final SpanBatch selected = new SpanBatch();
  private int[] kept = new int[0];

  /// @param probability 0 keeps nothing, 1 keeps everything without looking
  public BaselineSampler(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability " + probability + " is not within 0 to 1");
    }
    this.probability = probability;
    this.threshold = ConsistentThreshold.of(probability);
  }

  @Override
  public SpanBatch select(SpanBatch batch) {
    if (threshold == 0) {
      return batch;
    }
    int keptCount = findKept(batch);
    if (keptCount == batch.count) {
      return batch;
    }
    selected.selectFrom(batch, kept, keptCount);
    return selected;
  }

  @Override
  public KeepDecision decisionOf(TraceId id) {
    if (!isKept(id.low())) {
      return new KeepDecision.Drop(
          String.format(
              Locale.ROOT, "not among the %s %% of traces that the baseline keeps", percent()));
    }
    String reason =
        threshold == 0
            ? "every trace is kept"
            : String.format(
                Locale.ROOT, "among the %s %% of traces that the baseline keeps", percent());
    return new KeepDecision.Keep(RULE, probability, reason);
  }

  private String percent() {
    return String.format(Locale.ROOT, "%.4g", probability * 100);
  }

  private int findKept(SpanBatch batch) {
    if (kept.length < batch.count) {
      kept = new int[batch.spanOffset.length];
    }
    int keptCount = 0;
    for (int i = 0; i < batch.count; i++) {
      if (isKept(batch.traceIdLow[i])) {
        kept[keptCount++] = i;
      }
    }
    return keptCount;
  }

  private boolean isKept(long traceIdLow) {
    return ConsistentThreshold.randomnessOf(traceIdLow) >= threshold;
  }
}
