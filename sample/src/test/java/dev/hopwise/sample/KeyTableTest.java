package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTableTest {

  private static final long IDLE = 100;

  private final KeyTable table = new KeyTable(8);

  @Test
  void aKeyKeepsItsSlot() {
    Set<Integer> slots = new HashSet<>();
    for (long key = 0; key < 8; key++) {
      slots.add(table.touch(key, 0, IDLE));
      assertThat(table.wasNew()).isTrue();
    }
    assertThat(slots).hasSize(8).doesNotContain(8);
    for (long key = 0; key < 8; key++) {
      assertThat(slots).contains(table.touch(key, 50, IDLE));
      assertThat(table.wasNew()).isFalse();
    }
  }

  @Test
  void aNewcomerTakesTheSlotOfTheOneThatWasIdleLongest() {
    for (long key = 0; key < 8; key++) {
      table.touch(key, key, IDLE);
    }
    int oldest = table.touch(0, 0, IDLE);
    assertThat(table.touch(99, 99, IDLE)).isEqualTo(8);
    assertThat(table.touch(99, 100, IDLE)).isEqualTo(oldest);
    assertThat(table.wasNew()).isTrue();
    assertThat(table.touch(0, 100, IDLE)).isEqualTo(8);
    assertThat(table.wasNew()).isFalse();
  }
}
