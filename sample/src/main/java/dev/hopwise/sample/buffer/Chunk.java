package dev.hopwise.sample.buffer;

import dev.hopwise.model.otlp.SpanBatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A piece of the ring: spans and the origins (resource and scope) that they name, one behind the
/// other, little-endian. An entry never crosses its end.
///
/// ```
/// span     0  8  place of the trace's span before this one, or -1
///          8  4  number of the trace's record
///         12  4  bytes of the entry, these included
///         16  4  sequence of the record, so that a record that was given to another trace is told apart
///         20  4  bytes of the encoded span
///         24  4  offset of its origin in this chunk
///         28  4  bytes of the name;        32  4  offset of the name in the span
///         36  4  bytes of the trace state; 40  4  offset of the trace state in the span
///         44  1  kind;  45 1  status;  46 2  unused
///         48  8  start; 56 8  end; 64 8  span id; 72 8  parent span id
///         80     the encoded span
/// origin   0  8  hash of its bytes
///          8  4  -1
///         12  4  bytes of the entry, these included
///         16  4  bytes of the resource; 20 4 of its schema URL; 24 4 of the scope; 28 4 of its schema URL
///         32  4  bytes of the service's name; 36 4 its offset in the resource
///         40     the four, one behind the other
/// ```
///
/// An origin stands once in each chunk that needs it, so that it goes with the chunk.
final class Chunk {

  static final int SPAN_HEAD = 80;
  static final int ORIGIN_HEAD = 40;
  static final int ORIGIN_MARK = -1;

  static final int PREVIOUS = 0;
  static final int RECORD = 8;
  static final int ENTRY_BYTES = 12;
  static final int SEQUENCE = 16;
  static final int SPAN_BYTES = 20;
  static final int ORIGIN = 24;
  static final int NAME_BYTES = 28;
  static final int NAME_OFFSET = 32;
  static final int STATE_BYTES = 36;
  static final int STATE_OFFSET = 40;
  static final int KIND = 44;
  static final int STATUS = 45;
  static final int START = 48;
  static final int END = 56;
  static final int SPAN_ID = 64;
  static final int PARENT = 72;

  static final int ORIGIN_PART = 16;
  static final int SERVICE_BYTES = 32;
  static final int SERVICE_OFFSET = 36;

  private static final int ORIGINS_INITIAL = 64;
  private static final int ALIGNMENT = 8;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final int slot;
  final byte[] bytes;

  /// Where the next entry goes.
  int used;

  /// Spans of undecided traces, and the bytes of their entries.
  int liveSpans;

  long liveBytes;

  /// Offsets of origins plus one, by hash.
  private int[] origins = new int[ORIGINS_INITIAL];

  private int originCount;

  Chunk(int slot, byte[] bytes) {
    this.slot = slot;
    this.bytes = bytes;
  }

  /// Forgets everything.
  void reset() {
    used = 0;
    liveSpans = 0;
    liveBytes = 0;
    originCount = 0;
    Arrays.fill(origins, 0);
  }

  int intAt(int at) {
    return (int) INTS.get(bytes, at);
  }

  void putInt(int at, int value) {
    INTS.set(bytes, at, value);
  }

  long longAt(int at) {
    return (long) LONGS.get(bytes, at);
  }

  void putLong(int at, long value) {
    LONGS.set(bytes, at, value);
  }

  /// Rounded up, so that every entry begins at a multiple of eight.
  static int aligned(int size) {
    return (size + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /// Bytes that an origin of a batch takes as an entry.
  static int originBytes(SpanBatch batch, int scope) {
    int resource = batch.resourceIndex[scope];
    return aligned(
        ORIGIN_HEAD
            + batch.resourceLength[resource]
            + batch.resourceSchemaUrlLength[resource]
            + batch.scopeLength[scope]
            + batch.scopeSchemaUrlLength[scope]);
  }

  /// The offset of the entry with these bytes, or -1.
  int findOrigin(long hash, byte[] from, int[] offsets, int[] lengths) {
    int mask = origins.length - 1;
    for (int at = (int) hash & mask; origins[at] != 0; at = (at + 1) & mask) {
      int entry = origins[at] - 1;
      if (longAt(entry) == hash && isOrigin(entry, from, offsets, lengths)) {
        return entry;
      }
    }
    return -1;
  }

  private boolean isOrigin(int entry, byte[] from, int[] offsets, int[] lengths) {
    int at = entry + ORIGIN_HEAD;
    for (int part = 0; part < lengths.length; part++) {
      int length = lengths[part];
      if (intAt(entry + ORIGIN_PART + part * Integer.BYTES) != length
          || !Arrays.equals(bytes, at, at + length, from, offsets[part], offsets[part] + length)) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /// Appends an origin; the caller has seen to the room.
  int addOrigin(
      long hash, byte[] from, int[] offsets, int[] lengths, int serviceOffset, int serviceLength) {
    int entry = used;
    int at = entry + ORIGIN_HEAD;
    for (int part = 0; part < lengths.length; part++) {
      putInt(entry + ORIGIN_PART + part * Integer.BYTES, lengths[part]);
      System.arraycopy(from, offsets[part], bytes, at, lengths[part]);
      at += lengths[part];
    }
    putLong(entry, hash);
    putInt(entry + RECORD, ORIGIN_MARK);
    putInt(entry + SERVICE_BYTES, serviceLength);
    putInt(entry + SERVICE_OFFSET, serviceOffset);
    used = aligned(at);
    putInt(entry + ENTRY_BYTES, used - entry);
    index(entry, hash);
    return entry;
  }

  private void index(int entry, long hash) {
    if (++originCount * 2 > origins.length) {
      int[] before = origins;
      origins = new int[before.length * 2];
      for (int each : before) {
        if (each != 0) {
          place(each - 1, longAt(each - 1));
        }
      }
    }
    place(entry, hash);
  }

  private void place(int entry, long hash) {
    int mask = origins.length - 1;
    int at = (int) hash & mask;
    while (origins[at] != 0) {
      at = (at + 1) & mask;
    }
    origins[at] = entry + 1;
  }
}
