package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BaselineSamplerTest {

  private static final long JUST_BELOW_HALF = 0x7FFFFFFFFFFFFFL;
  private static final long HALF = 0x80000000000000L;

  @Test
  void keepsEverythingWithoutLookingAtProbabilityOne() {
    SpanBatch batch = batchOf(0, 1, HALF);
    assertThat(new BaselineSampler(1.0).select(batch)).isSameAs(batch);
  }

  @Test
  void keepsATraceWhoseRandomnessReachesTheThreshold() {
    SpanBatch kept = new BaselineSampler(0.5).select(batchOf(JUST_BELOW_HALF, HALF, HALF));
    assertThat(kept.count).isEqualTo(2);
    assertThat(kept.spanId[0]).isEqualTo(2);
    assertThat(kept.spanId[1]).isEqualTo(3);
  }

  @Test
  void ignoresTheBitsAboveTheRandomness() {
    SpanBatch kept = new BaselineSampler(0.5).select(batchOf(0xFF00000000000000L, HALF));
    assertThat(kept.count).isEqualTo(1);
  }

  @Test
  void keepsNothingAtProbabilityZero() {
    assertThat(new BaselineSampler(0).select(batchOf(-1, HALF)).count).isZero();
  }

  @Test
  void keepsAllThatALowerProbabilityKeeps() {
    BaselineSampler tenth = new BaselineSampler(0.1);
    BaselineSampler third = new BaselineSampler(0.3);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      TraceId id = new TraceId(random.nextLong(), random.nextLong());
      if (tenth.decisionOf(id) instanceof KeepDecision.Keep) {
        assertThat(third.decisionOf(id)).isInstanceOf(KeepDecision.Keep.class);
      }
    }
  }

  @Test
  void keepsAboutTheShareThatWasAskedFor() {
    long[] lows = new SplittableRandom(11).longs(100_000).toArray();
    int kept = new BaselineSampler(0.1).select(batchOf(lows)).count;
    assertThat(kept / 100_000.0).isCloseTo(0.1, within(0.005));
  }

  @Test
  void saysWhyATraceIsKeptOrNot() {
    BaselineSampler half = new BaselineSampler(0.5);
    assertThat(half.decisionOf(new TraceId(1, HALF)))
        .isEqualTo(
            new KeepDecision.Keep(
                "baseline", 0.5, "among the 50.00 % of traces that the baseline keeps"));
    assertThat(half.decisionOf(new TraceId(1, 1)))
        .isEqualTo(
            new KeepDecision.Drop("not among the 50.00 % of traces that the baseline keeps"));
    assertThat(new BaselineSampler(1).decisionOf(new TraceId(1, 1)).reason())
        .isEqualTo("every trace is kept");
  }

  @Test
  void refusesAProbabilityOutsideZeroToOne() {
    assertThatThrownBy(() -> new BaselineSampler(1.5)).hasMessageContaining("not within 0 to 1");
    assertThatThrownBy(() -> new BaselineSampler(Double.NaN)).hasMessageContaining("NaN");
  }

  private static SpanBatch batchOf(long... traceIdLows) {
    SpanBatch batch = new SpanBatch();
    batch.clear(new byte[0]);
    int scope = batch.addScope(batch.addResource());
    for (long low : traceIdLows) {
      int span = batch.addSpan();
      batch.traceIdHigh[span] = 1;
      batch.traceIdLow[span] = low;
      batch.spanId[span] = span + 1L;
      batch.scopeIndex[span] = scope;
    }
    return batch;
  }
}
