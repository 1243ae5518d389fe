package dev.hopwise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TraceIdTest {

  @Test
  void readsWhatItWrites() {
    TraceId id = new TraceId(0x7f3a9c1000000000L, 0xfedcba9876543210L);
    assertThat(TraceId.parse(id.hex())).isEqualTo(id);
    assertThat(id.hex()).isEqualTo("7f3a9c1000000000fedcba9876543210");
  }

  @Test
  void padsShortTextOnTheLeftAndTakesAnyCase() {
    assertThat(TraceId.parse("AbC")).isEqualTo(new TraceId(0, 0xabc));
    assertThat(TraceId.parse("1fedcba9876543210")).isEqualTo(new TraceId(1, 0xfedcba9876543210L));
  }

  @Test
  void refusesWhatIsNoId() {
    assertThatThrownBy(() -> TraceId.parse("")).hasMessageContaining("0 digits");
    assertThatThrownBy(() -> TraceId.parse("0".repeat(33))).hasMessageContaining("33 digits");
    assertThatThrownBy(() -> TraceId.parse("xyz")).hasMessageContaining("not a hexadecimal id");
    assertThatThrownBy(() -> TraceId.parse("000")).hasMessageContaining("all zeros");
  }

  @Test
  void ordersAsTheBytesDo() {
    assertThat(new TraceId(-1, 0)).isGreaterThan(new TraceId(1, 0));
    assertThat(new TraceId(1, -1)).isGreaterThan(new TraceId(1, 1));
  }
}
