package dev.hopwise.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExponentialBucketsTest {

  @Test
  void putsEveryDurationWhereTheDefinitionSays() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      long nanos = random.nextLong() >>> random.nextInt(1, 63);
      assertPlace(Math.max(1, nanos));
    }
    for (long nanos = 1; nanos < 5_000; nanos++) {
      assertPlace(nanos);
    }
    assertPlace(Long.MAX_VALUE);
  }

  private static void assertPlace(long nanos) {
    int index = ExponentialBuckets.indexOf(nanos);
    long upper = (long) (ExponentialBuckets.upperSeconds(index) * 1e9);
    long lower = (long) (ExponentialBuckets.upperSeconds(index - 1) * 1e9);
    assertThat(nanos).as("%d", nanos).isGreaterThan(lower).isLessThanOrEqualTo(upper);
  }

  @Test
  void aBoundBelongsToTheBucketThatItCloses() {
    assertThat(ExponentialBuckets.indexOf(1_000_000_000)).isEqualTo(-1);
    assertThat(ExponentialBuckets.indexOf(1_000_000_001)).isZero();
    assertThat(ExponentialBuckets.indexOf(2_000_000_000)).isEqualTo(15);
    assertThat(ExponentialBuckets.indexOf(2_000_000_001)).isEqualTo(16);
  }

  @Test
  void fixedBoundsAreThoseOfTheDefinition() {
    for (FixedBounds bounds : new FixedBounds[] {FixedBounds.SPANS, FixedBounds.EDGES}) {
      long bound = bounds.firstNanos();
      for (int bucket = 0; bucket < bounds.count(); bucket++, bound *= 2) {
        assertThat(bounds.bucketOf(bound)).isEqualTo(bucket);
        assertThat(bounds.bucketOf(bound + 1)).isEqualTo(bucket + 1);
        assertThat(bounds.boundSeconds(bucket)).isEqualTo(bound / 1e9);
      }
      assertThat(bounds.bucketOf(Long.MAX_VALUE)).isEqualTo(bounds.count());
      assertThat(bounds.bucketOf(1)).isZero();
    }
  }

  @Test
  void quantilesAreWithinTheStatedError() {
    SplittableRandom random = new SplittableRandom(2);
    DurationHistogram histogram = new DurationHistogram(FixedBounds.SPANS);
    long[] sent = new long[50_000];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (long) Math.exp(random.nextDouble(Math.log(1_000), Math.log(60e9)));
      assertThat(histogram.record(sent[i], 1)).isEqualTo(FixedBounds.SPANS.bucketOf(sent[i]));
    }
    Arrays.sort(sent);
    HistogramSnapshot snapshot = histogram.snapshot();
    for (double share : new double[] {0, 0.01, 0.5, 0.95, 0.99, 0.999, 1}) {
      long exact = sent[Math.max(1, (int) Math.ceil(share * sent.length)) - 1];
      assertThat(snapshot.quantileSeconds(share) / (exact / 1e9))
          .as("quantile %s", share)
          .isCloseTo(1, within(ExponentialBuckets.RELATIVE_ERROR * 1.000_1));
    }
    assertThat(ExponentialBuckets.RELATIVE_ERROR).isLessThan(0.022);
  }

  @Test
  void anythingMayBeTheFirstDuration() {
    for (long first : new long[] {0, -5, 1, 1_000_000_000, Long.MAX_VALUE}) {
      DurationHistogram histogram = new DurationHistogram(FixedBounds.SPANS);
      for (long nanos : new long[] {first, Long.MAX_VALUE, 1, -1, 3_000_000_000L}) {
        histogram.record(nanos, 2);
      }
      HistogramSnapshot snapshot = histogram.snapshot();
      assertThat(snapshot.count()).isEqualTo(10);
      assertThat(snapshot.quantileSeconds(1)).isGreaterThan(9e9);
      assertThat(snapshot.quantileSeconds(0)).isLessThan(1.1e-9);
    }
    assertThat(new DurationHistogram(FixedBounds.SPANS).snapshot().quantileSeconds(0.5)).isNaN();
  }
}
