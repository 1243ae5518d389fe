package dev.hopwise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GcLogTest {

  @Test
  void readsPausesOnly() {
    assertThat(
            GcLog.pause(
                "[12.345s][info][gc] GC(7) Pause Young (Normal) (G1 Evacuation Pause)"
                    + " 300M->120M(768M) 5.321ms"))
        .isEqualTo(new GcLog.Pause(12.345, 120, 5.321));
    assertThat(GcLog.pause("[12.345s][info][gc] GC(8) Concurrent Mark Cycle 31.2ms")).isNull();
    assertThat(GcLog.pause("[0.012s][info][gc] Using G1")).isNull();
  }
}
