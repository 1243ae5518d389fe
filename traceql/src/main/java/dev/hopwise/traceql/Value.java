package dev.hopwise.traceql;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import java.util.List;

/// What an expression amounts to.
public sealed interface Value {

  /// What a span does not have.
  Value NIL = new Nil();

  /// No value.
  record Nil() implements Value {}

  /// A text.
  record Text(String text) implements Value {}

  /// A truth value.
  record Bool(boolean truth) implements Value {}

  /// A value that can be calculated with; all of them compare with each other.
  sealed interface Numeric extends Value {
    /// A Long or a Double.
    Number number();
  }

  /// A signed 64-bit integer.
  record Int(long integer) implements Numeric {
    @Override
    public Number number() {
      return integer;
    }
  }

  /// A double.
  record Real(double real) implements Numeric {
    @Override
    public Number number() {
      return real;
    }
  }

  /// A time span.
  record DurationNanos(long nanos) implements Numeric {
    @Override
    public Number number() {
      return nanos;
    }
  }

  /// A span's status.
  record Status(StatusCode code) implements Value {}

  /// A span's kind.
  record Kind(SpanKind kind) implements Value {}

  /// An array, or what all events or links of a span have.
  record Many(List<Value> elements) implements Value {
    public Many {
      elements = List.copyOf(elements);
    }
  }

  /// Something that is there but compares with nothing: a map, bytes, the empty value.
  record Opaque(AttributeValue value) implements Value {}

  /// Whether it is the truth value true.
  static boolean isTrue(Value value) {
    return value instanceof Bool(boolean truth) && truth;
  }

  /// What an attribute's value is here.
  static Value of(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Text(String text) -> new Text(text);
      case AttributeValue.Bool(boolean truth) -> new Bool(truth);
      case AttributeValue.Int(long integer) -> new Int(integer);
      case AttributeValue.Real(double real) -> new Real(real);
      case AttributeValue.Array(List<AttributeValue> elements) ->
          new Many(elements.stream().map(Value::ofElement).toList());
      case AttributeValue.Map _, AttributeValue.Bytes _, AttributeValue.Empty _ ->
          new Opaque(value);
    };
  }

  /// Arrays within arrays compare with nothing.
  private static Value ofElement(AttributeValue value) {
    return value instanceof AttributeValue.Array ? new Opaque(value) : of(value);
  }
}
