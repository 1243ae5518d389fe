package dev.hopwise.model;

import java.util.HexFormat;

/// Fixed-width hexadecimal of longs.
final class Hex {

  private Hex() {}

  static String of(long value) {
    return HexFormat.of().toHexDigits(value);
  }

  static long parse(String text, int from, int to) {
    try {
      return from == to ? 0 : HexFormat.fromHexDigitsToLong(text, from, to);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a hexadecimal id: \"" + text + "\"", e);
    }
  }
}
