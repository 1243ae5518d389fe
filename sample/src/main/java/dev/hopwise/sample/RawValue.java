package dev.hopwise.sample;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.traceql.Value;
import java.nio.charset.StandardCharsets;

/// A value where it stands in the encoded span, read again and again into the same object. Valid
/// until the next is read. Not thread-safe.
final class RawValue {

  /// Which of the fields hold the value.
  enum Type {
    /// `bytes`, `offset`, `length`: UTF-8, or what the sender takes for it.
    TEXT,
    /// `number` is 0 or 1.
    BOOL,
    /// `number`.
    INT,
    /// `number` as a double's bits.
    REAL,
    /// `number` as {@link SpanKind} has it.
    KIND,
    /// `number` as {@link StatusCode} has it.
    STATUS,
    /// `bytes`, `offset`, `length`: the encoded value.
    ARRAY,
    /// A map, bytes or the empty value, which compare with nothing.
    OPAQUE
  }

  Type type = Type.OPAQUE;
  long number;
  byte[] bytes = new byte[0];
  int offset;
  int length;

  void set(Type newType, long newNumber) {
    type = newType;
    number = newNumber;
  }

  void setText(byte[] array, int from, int count) {
    type = Type.TEXT;
    bytes = array;
    offset = from;
    length = count;
  }

  double real() {
    return Double.longBitsToDouble(number);
  }

  String text() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /// Reads an encoded `AnyValue` at the reader's position; the last case in it counts.
  void read(ProtoReader reader, int end) {
    int from = reader.position();
    type = Type.OPAQUE;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.ANY_STRING -> {
          int count = reader.length(end);
          setText(reader.bytes(), reader.position(), count);
          reader.seek(reader.position() + count);
        }
        case OtlpFields.ANY_BOOL -> set(Type.BOOL, reader.varint(end) == 0 ? 0 : 1);
        case OtlpFields.ANY_INT -> set(Type.INT, reader.varint(end));
        case OtlpFields.ANY_DOUBLE -> set(Type.REAL, reader.fixed64(end));
        case OtlpFields.ANY_ARRAY -> {
          setText(reader.bytes(), from, end - from);
          type = Type.ARRAY;
          reader.skip(end);
        }
        case OtlpFields.ANY_KVLIST, OtlpFields.ANY_BYTES -> {
          type = Type.OPAQUE;
          reader.skip(end);
        }
        default -> reader.skip(end);
      }
    }
  }

  /// The evaluator's form of it; slow.
  Value toValue() {
    return switch (type) {
      case TEXT -> new Value.Text(text());
      case BOOL -> new Value.Bool(number != 0);
      case INT -> new Value.Int(number);
      case REAL -> new Value.Real(real());
      case KIND -> new Value.Kind(SpanKind.ofNumber((int) number));
      case STATUS -> new Value.Status(StatusCode.ofNumber((int) number));
      case ARRAY -> Value.of(new SpanDecoder().value(bytes, offset, length));
      case OPAQUE -> new Value.Opaque(dev.hopwise.model.AttributeValue.EMPTY);
    };
  }
}
