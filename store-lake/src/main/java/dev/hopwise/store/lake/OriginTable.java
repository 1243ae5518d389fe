package dev.hopwise.store.lake;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Origins with a number each, told apart by the bytes of their resource, scope and schema URLs, so
/// that a resource is decoded and turned into JSON once.
///
/// **Threads.** One writer; a reader may ask for the origin of every published row.
final class OriginTable {

  /// More distinct ones make the builder full.
  static final int COUNT_MAX = 1 << 14;

  private static final int SLOTS = COUNT_MAX * 4;

  /// What an origin holds of a message as objects, roughly, in multiples of its bytes.
  private static final int OBJECT_FACTOR = 6;

  private final TextPool texts;
  private final HeapUse heap;
  private final SpanDecoder decoder = new SpanDecoder();
  private final @Nullable Origin[] origins = new Origin[COUNT_MAX];
  private final byte[] @Nullable [] raws = new byte[COUNT_MAX][];
  private final int[][] cuts = new int[COUNT_MAX][];
  private final int[] slots = new int[SLOTS];
  private int count;
  private int last = -1;

  /// The scope of the batch at hand that {@link #last} is the origin of, or −1.
  private int lastScope = -1;

  private boolean inBatch;

  OriginTable(TextPool texts, HeapUse heap) {
    this.texts = texts;
    this.heap = heap;
    heap.add((long) SLOTS * Integer.BYTES);
  }

  int count() {
    return count;
  }

  Origin get(int number) {
    return Objects.requireNonNull(origins[number]);
  }

  /// From now on until the next call all spans are of one batch, so that the scope of a span tells
  /// whether it has the same origin as the one before. Without it bytes are compared.
  void beginBatch() {
    inBatch = true;
    lastScope = -1;
  }

  /// The number of a span's origin, which is added when it is new.
  int intern(SpanBatch batch, int scope) {
    if (scope != lastScope) {
      last = find(batch, scope);
      lastScope = inBatch ? scope : -1;
    }
    return last;
  }

  private int find(SpanBatch batch, int scope) {
    if (last >= 0 && is(last, batch, scope)) {
      return last;
    }
    int at = (int) hash(batch, scope) & (SLOTS - 1);
    while (slots[at] != 0) {
      if (is(slots[at] - 1, batch, scope)) {
        return slots[at] - 1;
      }
      at = (at + 1) & (SLOTS - 1);
    }
    int added = add(batch, scope);
    slots[at] = added + 1;
    return added;
  }

  private int add(SpanBatch batch, int scope) {
    if (count == COUNT_MAX) {
      throw new IllegalStateException("a segment has more than " + COUNT_MAX + " origins");
    }
    Origin origin =
        Origin.of(
            decoder.resource(batch, batch.resourceIndex[scope]),
            decoder.scope(batch, scope),
            texts);
    byte[] raw = new byte[0];
    int[] ends = new int[4];
    for (int part = 0; part < 4; part++) {
      int offset = offset(batch, scope, part);
      int length = length(batch, scope, part);
      raw = Arrays.copyOf(raw, raw.length + length);
      System.arraycopy(batch.bytes, offset, raw, raw.length - length, length);
      ends[part] = raw.length;
    }
    int number = count++;
    origins[number] = origin;
    raws[number] = raw;
    cuts[number] = ends;
    heap.add((long) raw.length * OBJECT_FACTOR);
    return number;
  }

  private boolean is(int number, SpanBatch batch, int scope) {
    byte[] raw = Objects.requireNonNull(raws[number]);
    int from = 0;
    for (int part = 0; part < 4; part++) {
      int to = cuts[number][part];
      int offset = offset(batch, scope, part);
      int length = length(batch, scope, part);
      if (to - from != length
          || !Arrays.equals(raw, from, to, batch.bytes, offset, offset + length)) {
        return false;
      }
      from = to;
    }
    return true;
  }

  private static long hash(SpanBatch batch, int scope) {
    long hash = 0;
    for (int part = 0; part < 4; part++) {
      int offset = offset(batch, scope, part);
      hash = KeyedHash.of(hash, KeyedHash.of(batch.bytes, offset, length(batch, scope, part)));
    }
    return hash;
  }

  /// Part 0 is the resource, 1 its schema URL, 2 the scope, 3 its schema URL.
  private static int offset(SpanBatch batch, int scope, int part) {
    int resource = batch.resourceIndex[scope];
    return switch (part) {
      case 0 -> batch.resourceOffset[resource];
      case 1 -> batch.resourceSchemaUrlOffset[resource];
      case 2 -> batch.scopeOffset[scope];
      default -> batch.scopeSchemaUrlOffset[scope];
    };
  }

  private static int length(SpanBatch batch, int scope, int part) {
    int resource = batch.resourceIndex[scope];
    return switch (part) {
      case 0 -> batch.resourceLength[resource];
      case 1 -> batch.resourceSchemaUrlLength[resource];
      case 2 -> batch.scopeLength[scope];
      default -> batch.scopeSchemaUrlLength[scope];
    };
  }
}
