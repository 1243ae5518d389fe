package dev.hopwise.model.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A cursor over protobuf bytes. Every length is checked against the end of the message that holds
/// it, so that a message can never reach into its neighbour or into stale bytes of a reused buffer.
///
/// Use: `reader.reset(bytes, from, to)`, then per message
///
/// ```
/// while (reader.position() < end) {
///   switch (reader.tag(end)) {
///     case OtlpFields.SPAN_NAME -> { int length = reader.length(end); … reader.seek(reader.position() + length); }
///     default -> reader.skip(end);
///   }
/// }
/// ```
///
/// Not thread-safe; meant to be reused.
public final class ProtoReader {

  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int LENGTH_DELIMITED = 2;
  public static final int START_GROUP = 3;
  public static final int END_GROUP = 4;
  public static final int FIXED32 = 5;

  private static final int VARINT_BYTES_MAX = 10;

  /// Unknown groups nest at most this deep before the bytes are refused; as protobuf-java's
  /// recursion limit, so that nothing it accepts is refused here.
  private static final int GROUPS_MAX = 100;

  private static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[0];
  private int position;
  private int lastTag;

  /// Starts at an offset of an array, which is read in place.
  public ProtoReader reset(byte[] array, int from) {
    this.bytes = array;
    this.position = from;
    this.lastTag = 0;
    return this;
  }

  /// The array being read.
  public byte[] bytes() {
    return bytes;
  }

  /// Where the next read starts.
  public int position() {
    return position;
  }

  /// Goes on elsewhere; the caller has checked the bound.
  public void seek(int newPosition) {
    position = newPosition;
  }

  /// Field number and wire type of the next field. Field numbers from 2^28 on give a negative
  /// number.
  public int tag(int end) {
    int first = bytes[position];
    if (first > 0) {
      position++;
      lastTag = first;
      if (first < 8) {
        throw malformed("field number 0");
      }
      return first;
    }
    long tag = varint(end);
    if (tag >>> 32 != 0 || tag < 8) {
      throw malformed("field number out of range");
    }
    lastTag = (int) tag;
    return lastTag;
  }

  /// The value of a varint field, of which the last 64 bits count.
  public long varint(int end) {
    int at = position;
    int stop = Math.min(end, at + VARINT_BYTES_MAX);
    long value = 0;
    for (int shift = 0; at < stop; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        position = at;
        return value;
      }
    }
    throw malformed(
        at - position == VARINT_BYTES_MAX
            ? "number longer than 10 bytes"
            : "message ends inside a number");
  }

  /// The length of a length-delimited field, checked to lie inside the message that ends at `end`.
  public int length(int end) {
    long length = position < end && bytes[position] >= 0 ? bytes[position++] : varint(end);
    if (length < 0 || length > end - position) {
      throw malformed("length " + Long.toUnsignedString(length) + " reaches beyond its message");
    }
    return (int) length;
  }

  /// A little-endian 64-bit value.
  public long fixed64(int end) {
    need(8, end);
    long value = (long) LONG_LE.get(bytes, position);
    position += 8;
    return value;
  }

  /// A little-endian 32-bit value.
  public int fixed32(int end) {
    need(4, end);
    int value = (int) INT_LE.get(bytes, position);
    position += 4;
    return value;
  }

  /// Eight bytes of an id, most significant first. Does not move the cursor.
  public static long idAt(byte[] array, int offset) {
    return (long) LONG_BE.get(array, offset);
  }

  /// Eight bytes, least significant first. Does not move the cursor.
  public static long longAt(byte[] array, int offset) {
    return (long) LONG_LE.get(array, offset);
  }

  /// A length-delimited field as text; bytes that are not UTF-8 become U+FFFD.
  public String text(int end) {
    int length = length(end);
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  /// Passes over the value of the field whose tag was read last.
  public void skip(int end) {
    skip(lastTag, end, 0);
  }

  private void skip(int tag, int end, int depth) {
    switch (tag & 7) {
      case VARINT -> varint(end);
      case FIXED64 -> move(8, end);
      case LENGTH_DELIMITED -> {
        int length = length(end);
        position += length;
      }
      case START_GROUP -> skipGroup(tag >>> 3, end, depth + 1);
      case FIXED32 -> move(4, end);
      default -> throw malformed("wire type " + (tag & 7) + " out of place");
    }
  }

  private void skipGroup(int number, int end, int depth) {
    if (depth > GROUPS_MAX) {
      throw malformed("groups nested deeper than " + GROUPS_MAX);
    }
    while (position < end) {
      int tag = tag(end);
      if ((tag & 7) == END_GROUP) {
        if (tag >>> 3 != number) {
          throw malformed("group " + number + " closed as " + (tag >>> 3));
        }
        return;
      }
      skip(tag, end, depth);
    }
    throw malformed("group " + number + " never ends");
  }

  private void move(int count, int end) {
    need(count, end);
    position += count;
  }

  private void need(int count, int end) {
    if (count > end - position) {
      throw malformed("message ends inside a value");
    }
  }

  private MalformedProtoException malformed(String reason) {
    return new MalformedProtoException(reason, position);
  }
}
