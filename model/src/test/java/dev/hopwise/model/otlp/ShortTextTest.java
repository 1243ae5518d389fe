package dev.hopwise.model.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShortTextTest {

  /// Not at the beginning of the array, as they never are.
  private static final int FROM = 3;

  @Test
  void knowsAKeyAndATextUpToTheLongestThatOneByteTells() {
    for (int keyLength : new int[] {0, 1, 60, 127}) {
      for (int textLength : new int[] {0, 1, 60, 125}) {
        byte[] bytes = keyValue(keyLength, textLength);
        assertThat(ShortText.keyEnd(bytes, FROM, bytes.length))
            .as("key %d, text %d", keyLength, textLength)
            .isEqualTo(FROM + ShortText.KEY_AT + keyLength);
      }
    }
  }

  @Test
  void leavesALongerTextToTheGeneralReader() {
    byte[] bytes = keyValue(5, 126);
    assertThat(ShortText.keyEnd(bytes, FROM, bytes.length)).isEqualTo(-1);
  }

  @Test
  void leavesWhatIsCutOffAnywhereToTheGeneralReader() {
    byte[] whole = keyValue(5, 9);
    for (int end = FROM; end < whole.length; end++) {
      byte[] cut = Arrays.copyOf(whole, end);
      assertThat(ShortText.keyEnd(cut, FROM, end)).as("cut at %d", end).isEqualTo(-1);
    }
  }

  @Test
  void leavesWhatDiffersInAnyStructuralByteToTheGeneralReader() {
    byte[] whole = keyValue(5, 9);
    int keyEnd = FROM + ShortText.KEY_AT + 5;
    for (int at : new int[] {FROM, FROM + 1, keyEnd, keyEnd + 1, keyEnd + 2, keyEnd + 3}) {
      for (int value = 0; value < 256; value++) {
        byte[] other = whole.clone();
        other[at] = (byte) value;
        if (value != (whole[at] & 0xFF)) {
          assertThat(ShortText.keyEnd(other, FROM, other.length))
              .as("%d at %d", value, at)
              .isEqualTo(-1);
        }
      }
    }
  }

  /// Lengths of one byte each, right or not: a longer text makes them wrong, as a sender's two-byte
  /// length would be.
  private static byte[] keyValue(int keyLength, int textLength) {
    byte[] bytes = new byte[FROM + ShortText.KEY_AT + keyLength + ShortText.TEXT_AT + textLength];
    int keyEnd = FROM + ShortText.KEY_AT + keyLength;
    bytes[FROM] = OtlpFields.KEY_VALUE_KEY;
    bytes[FROM + 1] = (byte) keyLength;
    bytes[keyEnd] = OtlpFields.KEY_VALUE_VALUE;
    bytes[keyEnd + 1] = (byte) (textLength + 2);
    bytes[keyEnd + 2] = OtlpFields.ANY_STRING;
    bytes[keyEnd + 3] = (byte) textLength;
    return bytes;
  }
}
