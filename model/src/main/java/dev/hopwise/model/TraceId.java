package dev.hopwise.model;

/// A 16-byte trace id as two big-endian halves, ordered as the bytes are (unsigned).
///
/// @param high bytes 0..7
/// @param low bytes 8..15; its last 56 bits are the randomness that consistent sampling reads
public record TraceId(long high, long low) implements Comparable<TraceId> {

  /// Hexadecimal digits in the canonical text form.
  public static final int HEX_DIGITS = 32;

  /// Reads 1 to 32 hexadecimal digits of any case; fewer than 32 are padded with zeros on the left,
  /// as Jaeger and Tempo write them.
  ///
  /// @throws IllegalArgumentException when the text is no such number, or is all zeros
  public static TraceId parse(String text) {
    int digits = text.length();
    if (digits < 1 || digits > HEX_DIGITS) {
      throw new IllegalArgumentException(
          "trace id has " + digits + " digits, allowed are 1 to 32 hexadecimal ones");
    }
    int split = Math.max(0, digits - 16);
    TraceId id = new TraceId(Hex.parse(text, 0, split), Hex.parse(text, split, digits));
    if (!id.isValid()) {
      throw new IllegalArgumentException("trace id is all zeros");
    }
    return id;
  }

  /// An id of all zeros is invalid by the specification.
  public boolean isValid() {
    return (high | low) != 0;
  }

  /// 32 lower-case hexadecimal digits.
  public String hex() {
    return Hex.of(high) + Hex.of(low);
  }

  @Override
  public int compareTo(TraceId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return hex();
  }
}
