package dev.hopwise.store.lake;

import dev.hopwise.model.otlp.ProtoReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Whether bytes are UTF-8, which readers of a text column rely on.
final class Utf8 {

  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private Utf8() {}

  static boolean isValid(byte[] bytes, int offset, int length) {
    return isAscii(bytes, offset, offset + length) || decodes(bytes, offset, length);
  }

  /// The same with U+FFFD for what is no UTF-8.
  static byte[] replaceInvalid(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isAscii(byte[] bytes, int offset, int end) {
    int at = offset;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      if ((ProtoReader.longAt(bytes, at) & NOT_ASCII) != 0) {
        return false;
      }
    }
    for (; at < end; at++) {
      if (bytes[at] < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean decodes(byte[] bytes, int offset, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
