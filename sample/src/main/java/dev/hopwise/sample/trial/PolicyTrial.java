package dev.hopwise.sample.trial;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.TrafficShare;
import java.util.Arrays;

/// Two policies on the same traffic, in the time at which it came: each with an engine and a buffer
/// of its own, as the running server has them.
///
/// All spans are handed over and counted; of them only the traces of a {@link TrafficShare} are
/// looked at. What was kept of those is told for all by the ratio of spans: a sum over the part
/// alone would be as uncertain as the number of spans that fell into it, which is known.
///
/// Not thread-safe.
public final class PolicyTrial {

  private final TrialSettings settings;
  private final TrialRun draft;
  private final TrialRun today;
  private final SpanBatch selected = new SpanBatch();
  private int[] spans = new int[512];
  private long spansInRange;
  private long spansLookedAt;

  public PolicyTrial(Policy draft, Policy today, TrialSettings settings) {
    this.settings = settings;
    this.draft = new TrialRun(draft, settings);
    this.today = new TrialRun(today, settings);
  }

  /// Learns from what was decided before the trial begins, in order.
  public void learn(Decision decision) {
    draft.learn(decision);
    today.learn(decision);
  }

  /// Takes the spans of a request.
  ///
  /// @param batch of all the traffic; valid during the call
  /// @param receivedEpochNanos not before that of the last
  public void offer(SpanBatch batch, long receivedEpochNanos) {
    if (receivedEpochNanos >= settings.fromEpochNanos()) {
      spansInRange += batch.count;
    }
    SpanBatch share = ofShare(batch);
    spansLookedAt += share.count;
    draft.offer(share, receivedEpochNanos);
    today.offer(share, receivedEpochNanos);
  }

  /// Lets time pass to the end of the range.
  public void advance(long epochNanos) {
    draft.advance(epochNanos);
    today.advance(epochNanos);
  }

  /// How many spans of the share were seen so far, also before the range.
  public long spansLookedAt() {
    return spansLookedAt;
  }

  /// What each would have kept. To be called at the end.
  public TrialResult result() {
    return new TrialResult(
        spansInRange,
        draft.counts().traces(),
        draft.counts().outcome(draft.policy(), spansInRange),
        today.counts().outcome(today.policy(), spansInRange),
        today.coverage().without(draft.coverage()));
  }

  private SpanBatch ofShare(SpanBatch batch) {
    TrafficShare share = settings.share();
    if (share.share() == 1) {
      return batch;
    }
    if (spans.length < batch.count) {
      spans = Arrays.copyOf(spans, Math.max(batch.count, spans.length * 2));
    }
    int count = 0;
    for (int i = 0; i < batch.count; i++) {
      if (share.contains(batch.traceIdHigh[i], batch.traceIdLow[i])) {
        spans[count++] = i;
      }
    }
    selected.selectFrom(batch, spans, count);
    return selected;
  }
}
