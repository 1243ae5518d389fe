package dev.hopwise.store.lake;

import java.nio.charset.StandardCharsets;
import org.apache.iceberg.util.UnicodeUtil;
import org.jspecify.annotations.Nullable;

/// Short bounds of long texts, for statistics: at most 16 code points, which are at most 64 bytes.
final class TextBounds {

  /// What Iceberg keeps of a text bound by default.
  private static final int CODE_POINTS = 16;

  private TextBounds() {}

  /// Not larger than the text.
  static byte[] lower(byte[] utf8) {
    CharSequence text = new String(utf8, StandardCharsets.UTF_8);
    return utf8(UnicodeUtil.truncateString(text, CODE_POINTS));
  }

  /// Not smaller than the text, or null when there is no such short one.
  static byte @Nullable [] upper(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    @Nullable String bound = UnicodeUtil.truncateStringMax(text, CODE_POINTS);
    return bound == null ? null : utf8(bound);
  }

  private static byte[] utf8(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
