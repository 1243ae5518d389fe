package dev.hopwise.model;

import java.util.Arrays;
import java.util.List;

/// OTLP's AnyValue.
public sealed interface AttributeValue {

  /// The value that was set, but to nothing (an AnyValue without a case).
  AttributeValue EMPTY = new Empty();

  /// A text.
  record Text(String value) implements AttributeValue {}

  /// A truth value.
  record Bool(boolean value) implements AttributeValue {}

  /// A signed 64-bit integer.
  record Int(long value) implements AttributeValue {}

  /// A double, NaN and infinities included.
  record Real(double value) implements AttributeValue {}

  /// An array, its elements of any kind.
  record Array(List<AttributeValue> values) implements AttributeValue {
    public Array {
      values = List.copyOf(values);
    }
  }

  /// A nested map, in the sender's order.
  record Map(Attributes entries) implements AttributeValue {}

  /// Raw bytes; the array is shared and must not be written to.
  @SuppressWarnings("ArrayRecordComponent") // compared by content below
  record Bytes(byte[] value) implements AttributeValue {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes" + Arrays.toString(value);
    }
  }

  /// An AnyValue without a case.
  record Empty() implements AttributeValue {}

  /// Shorthand for a text.
  static AttributeValue of(String value) {
    return new Text(value);
  }

  /// Shorthand for an integer.
  static AttributeValue of(long value) {
    return new Int(value);
  }

  /// Shorthand for a double.
  static AttributeValue of(double value) {
    return new Real(value);
  }

  /// Shorthand for a truth value.
  static AttributeValue of(boolean value) {
    return new Bool(value);
  }
}
