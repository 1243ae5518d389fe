package dev.hopwise.model.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtoReaderTest {

  @Test
  void readsTheNumbersThatTheWriterWrites() {
    Random random = new Random(1);
    ProtoWriter out = new ProtoWriter();
    long[] numbers = new long[2_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextLong() >>> random.nextInt(64);
      out.varint(numbers[i]);
    }
    ProtoReader reader = new ProtoReader().reset(out.toBytes(), 0);
    for (long number : numbers) {
      assertThat(reader.varint(out.size())).isEqualTo(number);
    }
    assertThat(reader.position()).isEqualTo(out.size());
  }

  @Test
  void readsIdsMostAndNumbersLeastSignificantByteFirst() {
    byte[] bytes = hex("0102030405060708");
    assertThat(ProtoReader.idAt(bytes, 0)).isEqualTo(0x0102030405060708L);
    assertThat(ProtoReader.longAt(bytes, 0)).isEqualTo(0x0807060504030201L);
    assertThat(reader(bytes).fixed64(8)).isEqualTo(0x0807060504030201L);
    assertThat(reader(bytes).fixed32(8)).isEqualTo(0x04030201);
  }

  @Test
  void neverReadsBeyondTheMessageThoughTheArrayGoesOn() {
    byte[] bytes = new byte[20];
    assertThatThrownBy(() -> reader(bytes).fixed64(7)).hasMessageContaining("ends inside a value");
    assertThatThrownBy(() -> reader(bytes).fixed32(3)).hasMessageContaining("ends inside a value");
    assertThatThrownBy(() -> reader(hex("8080")).varint(1))
        .hasMessage("message ends inside a number at byte 0");
    assertThatThrownBy(() -> reader(bytes).varint(0)).hasMessageContaining("ends inside a number");
    assertThatThrownBy(() -> reader(hex("0500")).length(2))
        .hasMessage("length 5 reaches beyond its message at byte 1");
    assertThatThrownBy(() -> reader(hex("0500")).text(2)).hasMessageContaining("length 5");
  }

  @Test
  void refusesLengthsThatAreNegativeOrWrapAround() {
    assertThatThrownBy(() -> reader(hex("ffffffffffffffffff01")).length(10))
        .hasMessageContaining("length 18446744073709551615");
    assertThatThrownBy(() -> reader(hex("ffffffff0f00")).length(6))
        .hasMessageContaining("length 4294967295");
  }

  @Test
  void refusesANumberOfElevenBytes() {
    assertThatThrownBy(() -> reader(hex("ffffffffffffffffffff01")).varint(11))
        .hasMessageContaining("number longer than 10 bytes");
    assertThatThrownBy(() -> reader(hex("ffffffffffffffffffff")).varint(10))
        .hasMessageContaining("number longer than 10 bytes");
  }

  @Test
  void refusesFieldNumbersThatDoNotExist() {
    for (String tag : new String[] {"00", "07", "8000", "8080808010"}) {
      byte[] bytes = hex(tag);
      assertThatThrownBy(() -> reader(bytes).tag(bytes.length))
          .as(tag)
          .isInstanceOf(MalformedProtoException.class)
          .hasMessageContaining("field number");
    }
  }

  @Test
  void readsTagsOfEveryLength() {
    for (int number : new int[] {1, 15, 16, 2047, 2048, (1 << 28) - 1, 1 << 28, (1 << 29) - 1}) {
      ProtoWriter out = new ProtoWriter();
      out.varint(Integer.toUnsignedLong(number << 3 | ProtoReader.FIXED32));
      int tag = reader(out.toBytes()).tag(out.size());
      assertThat(tag >>> 3).isEqualTo(number);
      assertThat(tag & 7).isEqualTo(ProtoReader.FIXED32);
    }
  }

  @Test
  void passesOverEveryWireTypeAndOverGroups() {
    // varint, fixed64, bytes, group 1 { varint, group 2 {} }, fixed32
    byte[] bytes =
        hex("088101" + "090102030405060708" + "0a02aabb" + "0b080113140c" + "0d01020304");
    ProtoReader reader = reader(bytes);
    for (int fields = 0; fields < 5; fields++) {
      reader.tag(bytes.length);
      reader.skip(bytes.length);
    }
    assertThat(reader.position()).isEqualTo(bytes.length);
  }

  @Test
  void refusesGroupsThatDoNotMatchOrEnd() {
    assertSkipFails("0b14", "group 1 closed as 2");
    assertSkipFails("0b0801", "group 1 never ends");
    assertSkipFails("0c", "wire type 4 out of place");
    assertSkipFails("0e", "wire type 6 out of place");
    assertSkipFails("0b".repeat(101), "groups nested deeper than 100");
  }

  @Test
  void tellsWhatIsWrongApartFromWhere() {
    assertThatThrownBy(() -> reader(hex("05")).length(1))
        .isInstanceOfSatisfying(
            MalformedProtoException.class,
            e -> {
              assertThat(e.reason()).isEqualTo("length 5 reaches beyond its message");
              assertThat(e.offset()).isEqualTo(1);
              assertThat(e.getStackTrace()).isEmpty();
            });
  }

  private static void assertSkipFails(String hex, String reason) {
    byte[] bytes = hex(hex);
    ProtoReader reader = reader(bytes);
    reader.tag(bytes.length);
    assertThatThrownBy(() -> reader.skip(bytes.length)).hasMessageContaining(reason);
  }

  private static ProtoReader reader(byte[] bytes) {
    return new ProtoReader().reset(bytes, 0);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
