package dev.hopwise.sample.buffer;

import dev.hopwise.model.otlp.SpanBatch;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bytes of all buffered spans in chunks, in the order of arrival. A chunk is free again as
/// soon as none of its spans is live; its array is used again, so that a steady load allocates
/// nothing.
///
/// A place is the chunk's slot and the offset in it. It stays valid while its span is live and not
/// {@link #move moved}.
///
/// Not thread-safe.
final class SpanRing {

  static final long NONE = -1;

  /// Two regions of a small heap, the array's header included: a multiple of a region wastes none.
  static final int CHUNK_BYTES = (2 << 20) - 16;

  private static final int SPARE_MIN = 4;
  private static final int PARTS = 4;

  private long bytesMax;
  private @Nullable Chunk[] chunks = new Chunk[16];
  private final ArrayDeque<Chunk> order = new ArrayDeque<>();
  private final ArrayDeque<byte[]> spare = new ArrayDeque<>();
  private final int[] offsets = new int[PARTS];
  private final int[] lengths = new int[PARTS];
  private @Nullable Chunk current;
  private long heldBytes;
  private long liveBytes;

  /// The origin that was looked for last, in which batch and chunk.
  private @Nullable SpanBatch lastBatch;

  private @Nullable Chunk lastChunk;
  private int lastScope;
  private int lastOrigin;

  SpanRing(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// Changes how many bytes of chunks there may be.
  void limit(long newBytesMax) {
    bytesMax = newBytesMax;
  }

  boolean hasRoom(long bytes) {
    return heldBytes + bytes <= bytesMax;
  }

  /// Bytes of all chunks in use.
  long heldBytes() {
    return heldBytes;
  }

  /// Bytes of entries whose spans are live.
  long liveBytes() {
    return liveBytes;
  }

  Chunk chunk(long place) {
    return Objects.requireNonNull(chunks[(int) (place >>> 32)]);
  }

  static int offset(long place) {
    return (int) place;
  }

  private static long place(Chunk chunk, int offset) {
    return (long) chunk.slot << 32 | offset;
  }

  /// To be called before a batch: the arrays of the one before may have been filled anew.
  void begin() {
    lastBatch = null;
  }

  /// Appends a span.
  ///
  /// @return its place, or {@link #NONE} when there is no room until other spans are released
  long append(SpanBatch batch, int span, int record, int sequence, long previous) {
    int scope = batch.scopeIndex[span];
    int size = Chunk.aligned(Chunk.SPAN_HEAD + batch.spanLength[span]);
    Chunk chunk = chunkFor(size, Chunk.originBytes(batch, scope));
    if (chunk == null) {
      return NONE;
    }
    int origin = origin(chunk, batch, scope);
    int at = chunk.used;
    chunk.putLong(at + Chunk.PREVIOUS, previous);
    chunk.putInt(at + Chunk.RECORD, record);
    chunk.putInt(at + Chunk.ENTRY_BYTES, size);
    chunk.putInt(at + Chunk.SEQUENCE, sequence);
    chunk.putInt(at + Chunk.ORIGIN, origin);
    copySpan(chunk, at, batch, span);
    taken(chunk, size);
    return place(chunk, at);
  }

  private static void copySpan(Chunk chunk, int at, SpanBatch batch, int span) {
    int from = batch.spanOffset[span];
    chunk.putInt(at + Chunk.SPAN_BYTES, batch.spanLength[span]);
    chunk.putInt(at + Chunk.NAME_BYTES, batch.nameLength[span]);
    chunk.putInt(at + Chunk.NAME_OFFSET, batch.nameOffset[span] - from);
    chunk.putInt(at + Chunk.STATE_BYTES, batch.traceStateLength[span]);
    chunk.putInt(at + Chunk.STATE_OFFSET, batch.traceStateOffset[span] - from);
    chunk.bytes[at + Chunk.KIND] = batch.kind[span];
    chunk.bytes[at + Chunk.STATUS] = batch.statusCode[span];
    chunk.putLong(at + Chunk.START, batch.startEpochNanos[span]);
    chunk.putLong(at + Chunk.END, batch.endEpochNanos[span]);
    chunk.putLong(at + Chunk.SPAN_ID, batch.spanId[span]);
    chunk.putLong(at + Chunk.PARENT, batch.parentSpanId[span]);
    System.arraycopy(batch.bytes, from, chunk.bytes, at + Chunk.SPAN_HEAD, batch.spanLength[span]);
  }

  private void taken(Chunk chunk, int size) {
    chunk.used += size;
    chunk.liveSpans++;
    chunk.liveBytes += size;
    liveBytes += size;
  }

  /// Copies a live span behind the newest; the old entry is dead.
  ///
  /// @return its new place, or {@link #NONE} when there is no room
  long move(long from) {
    Chunk old = chunk(from);
    int entry = offset(from);
    int oldOrigin = old.intAt(entry + Chunk.ORIGIN);
    int size = old.intAt(entry + Chunk.ENTRY_BYTES);
    Chunk chunk = chunkFor(size, old.intAt(oldOrigin + Chunk.ENTRY_BYTES));
    if (chunk == null || chunk == old) {
      return NONE;
    }
    int origin = originOf(chunk, old, oldOrigin);
    int at = chunk.used;
    System.arraycopy(old.bytes, entry, chunk.bytes, at, size);
    chunk.putInt(at + Chunk.ORIGIN, origin);
    taken(chunk, size);
    old.putInt(entry + Chunk.SEQUENCE, -1);
    release(old, 1, size);
    return place(chunk, at);
  }

  /// Spans of a chunk are not live any more.
  void release(Chunk chunk, int spans, long bytes) {
    chunk.liveSpans -= spans;
    chunk.liveBytes -= bytes;
    liveBytes -= bytes;
    if (chunk.liveSpans == 0) {
      if (chunk == current) {
        chunk.reset();
        lastBatch = null;
      } else {
        free(chunk);
      }
    }
  }

  /// The oldest chunk that is not being filled; null where there is none.
  @Nullable Chunk oldest() {
    Chunk first = order.peekFirst();
    return first == current ? null : first;
  }

  /// The oldest chunk of which at most this share is live; null where there is none.
  @Nullable Chunk sparse(double liveShareMax) {
    for (Iterator<Chunk> each = order.iterator(); each.hasNext(); ) {
      Chunk chunk = each.next();
      if (chunk != current && chunk.liveBytes <= chunk.used * liveShareMax) {
        return chunk;
      }
    }
    return null;
  }

  private @Nullable Chunk chunkFor(int size, int originBytes) {
    int need = size + originBytes;
    Chunk chunk = current;
    if (chunk != null && chunk.used + need <= chunk.bytes.length) {
      return chunk;
    }
    int length = Math.max(CHUNK_BYTES, need);
    return hasRoom(length) ? open(length) : null;
  }

  private Chunk open(int length) {
    Chunk before = current;
    byte[] array = length == CHUNK_BYTES ? spare.pollFirst() : null;
    Chunk chunk = new Chunk(freeSlot(), array == null ? new byte[length] : array);
    chunks[chunk.slot] = chunk;
    order.addLast(chunk);
    heldBytes += chunk.bytes.length;
    current = chunk;
    if (before != null && before.liveSpans == 0) {
      free(before);
    }
    return chunk;
  }

  private void free(Chunk chunk) {
    chunks[chunk.slot] = null;
    order.remove(chunk);
    heldBytes -= chunk.bytes.length;
    if (chunk.bytes.length == CHUNK_BYTES && spare.size() < SPARE_MIN + order.size() / 2) {
      spare.addFirst(chunk.bytes);
    }
  }

  private int freeSlot() {
    for (int slot = 0; slot < chunks.length; slot++) {
      if (chunks[slot] == null) {
        return slot;
      }
    }
    int slot = chunks.length;
    chunks = Arrays.copyOf(chunks, slot * 2);
    return slot;
  }

  private int origin(Chunk chunk, SpanBatch batch, int scope) {
    if (batch == lastBatch && scope == lastScope && chunk == lastChunk) {
      return lastOrigin;
    }
    int resource = batch.resourceIndex[scope];
    part(0, batch.resourceOffset[resource], batch.resourceLength[resource]);
    part(1, batch.resourceSchemaUrlOffset[resource], batch.resourceSchemaUrlLength[resource]);
    part(2, batch.scopeOffset[scope], batch.scopeLength[scope]);
    part(3, batch.scopeSchemaUrlOffset[scope], batch.scopeSchemaUrlLength[scope]);
    long hash = hash(batch.bytes);
    int entry = chunk.findOrigin(hash, batch.bytes, offsets, lengths);
    if (entry < 0) {
      int service = batch.serviceNameOffset[resource] - batch.resourceOffset[resource];
      int length = batch.serviceNameLength[resource];
      entry =
          chunk.addOrigin(hash, batch.bytes, offsets, lengths, length == 0 ? 0 : service, length);
    }
    lastBatch = batch;
    lastScope = scope;
    lastChunk = chunk;
    lastOrigin = entry;
    return entry;
  }

  private int originOf(Chunk chunk, Chunk old, int entry) {
    int at = entry + Chunk.ORIGIN_HEAD;
    for (int n = 0; n < PARTS; n++) {
      part(n, at, old.intAt(entry + Chunk.ORIGIN_PART + n * Integer.BYTES));
      at += lengths[n];
    }
    long hash = old.longAt(entry);
    int found = chunk.findOrigin(hash, old.bytes, offsets, lengths);
    return found >= 0
        ? found
        : chunk.addOrigin(
            hash,
            old.bytes,
            offsets,
            lengths,
            old.intAt(entry + Chunk.SERVICE_OFFSET),
            old.intAt(entry + Chunk.SERVICE_BYTES));
  }

  private void part(int number, int offset, int length) {
    offsets[number] = offset;
    lengths[number] = length;
  }

  private long hash(byte[] bytes) {
    long hash = 1;
    for (int part = 0; part < PARTS; part++) {
      hash = Mixing.of(hash, bytes, offsets[part], lengths[part]);
    }
    return hash;
  }
}
