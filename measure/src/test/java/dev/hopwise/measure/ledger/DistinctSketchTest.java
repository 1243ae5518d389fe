package dev.hopwise.measure.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctSketchTest {

  private static final double STANDARD_ERROR = 1.04 / Math.sqrt(DistinctSketch.REGISTERS);

  private final ValueHash hash = new ValueHash(42);

  @Test
  void isExactWhileThereAreFewValues() {
    DistinctSketch sketch = new DistinctSketch();
    assertThat(sketch.estimate()).isZero();
    for (int value = 0; value < DistinctSketch.FEW_MAX; value++) {
      assertThat(sketch.add(hashOf(value))).isTrue();
      assertThat(sketch.add(hashOf(value))).isFalse();
      assertThat(sketch.estimate()).isEqualTo(value + 1);
    }
    assertThat(sketch.registers()).isEmpty();
    var _ = sketch.add(hashOf(1_000));
    assertThat(sketch.registers()).hasSize(DistinctSketch.REGISTERS);
    assertThat(sketch.estimate()).isCloseTo(65, within(10.0));
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 100, 200, 500, 1_000, 2_000, 5_000, 20_000, 1_000_000})
  void liesWithinItsStandardErrorOnAverageAndIsNotBiased(int values) {
    int runs = values > 100_000 ? 20 : 200;
    double sum = 0;
    double squares = 0;
    for (int run = 0; run < runs; run++) {
      DistinctSketch sketch = new DistinctSketch();
      for (int value = 0; value < values; value++) {
        var _ = sketch.add(hashOf((long) run << 32 | value));
      }
      double error = sketch.estimate() / values - 1;
      sum += error;
      squares += error * error;
    }
    // Three standard deviations of the mean, and half as much again for the error itself.
    assertThat(sum / runs).isCloseTo(0, within(3 * STANDARD_ERROR / Math.sqrt(runs) + 0.002));
    assertThat(Math.sqrt(squares / runs)).isLessThan(1.5 * STANDARD_ERROR);
  }

  @Test
  void theUnionOfTwoIsTheSketchOfAllValuesHoweverTheyAreDivided() {
    SplittableRandom random = new SplittableRandom(3);
    for (int size : new int[] {10, 60, 100, 5_000}) {
      DistinctSketch all = new DistinctSketch();
      DistinctSketch left = new DistinctSketch();
      DistinctSketch right = new DistinctSketch();
      for (int i = 0; i < size; i++) {
        int value = hashOf(random.nextInt(size));
        var _ = all.add(value);
        var _ = (random.nextInt(4) == 0 ? left : right).add(value);
      }
      left.addAll(right);
      assertThat(left.estimate()).isEqualTo(all.estimate());
    }
  }

  @Test
  void readsBack() {
    DistinctSketch few = new DistinctSketch();
    var _ = few.add(7);
    DistinctSketch many = new DistinctSketch();
    for (int i = 0; i < 1_000; i++) {
      var _ = many.add(hashOf(i));
    }
    for (DistinctSketch sketch : new DistinctSketch[] {few, many}) {
      DistinctSketch same = DistinctSketch.of(sketch.few(), sketch.registers());
      assertThat(same.estimate()).isEqualTo(sketch.estimate());
      assertThat(same.add(hashOf(5))).isEqualTo(sketch.add(hashOf(5)));
    }
  }

  @Test
  void takesAFewHundredBytes() {
    DistinctSketch sketch = new DistinctSketch();
    for (int i = 0; i < 100_000; i++) {
      var _ = sketch.add(hashOf(i));
      assertThat(sketch.sizeBytes()).isLessThanOrEqualTo(560);
    }
  }

  private int hashOf(long value) {
    return hash.of(ByteBuffer.allocate(8).putLong(value).array(), 0, 8);
  }
}
