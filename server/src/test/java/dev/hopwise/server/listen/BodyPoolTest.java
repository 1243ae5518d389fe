package dev.hopwise.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyPoolTest {

  private static final int LENGTH = 64 << 10;

  private final ByteBudget budget = new ByteBudget(4L * LENGTH, 1);
  private final BodyPool pool = new BodyPool(budget);

  @Test
  void givesTheArrayThatWasUsedLast() {
    byte[] first = taken();
    byte[] second = taken();
    giveBack(first);
    giveBack(second);
    assertThat(pool.poll(LENGTH)).isSameAs(second);
    assertThat(pool.poll(LENGTH)).isSameAs(first);
    assertThat(pool.poll(LENGTH)).isNull();
  }

  @Test
  void keepsNoMoreIdleThanTheBudgetHasLeft() {
    byte[] first = taken();
    byte[] second = taken();
    byte[] third = taken();
    giveBack(first);
    giveBack(second);
    assertThat(budget.tryTake(3L * LENGTH)).isTrue();
    giveBack(third);
    assertThat(pool.poll(LENGTH)).as("the last one").isSameAs(third);
    assertThat(pool.poll(LENGTH)).as("the others are forgotten").isNull();
  }

  @Test
  void keepsNeitherSmallNorLargeOnes() {
    pool.giveBack(new byte[LENGTH - 1]);
    pool.giveBack(new byte[(1 << 20) + 1]);
    assertThat(pool.poll(LENGTH)).isNull();
  }

  @Test
  void givesNoArrayThatIsFarTooLong() {
    giveBack(taken());
    pool.giveBack(new byte[1 << 20]);
    assertThat(pool.poll(LENGTH)).hasSize(LENGTH);
    assertThat(pool.poll(LENGTH)).isNull();
    assertThat(pool.poll(300 << 10)).hasSize(1 << 20);
  }

  private byte[] taken() {
    assertThat(budget.tryTake(LENGTH)).isTrue();
    return new byte[LENGTH];
  }

  private void giveBack(byte[] array) {
    pool.giveBack(array);
    budget.giveBack(array.length);
  }
}
