package dev.hopwise.sample.buffer;

import dev.hopwise.model.KeepMark;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes batches out of buffered spans, as if they had come in one request. The batch and its bytes
/// are used again. Not thread-safe.
final class BatchAssembler {

  private static final int BYTES_INITIAL = 1 << 16;

  private final SpanRing ring;
  private final SpanBatch batch = new SpanBatch();
  private final Map<Long, Integer> scopes = new HashMap<>();
  private byte[] bytes = new byte[BYTES_INITIAL];
  private Marker marker = new Marker(batch);
  private int used;
  private long lastOrigin = -1;
  private int lastScope;

  BatchAssembler(SpanRing ring) {
    this.ring = ring;
  }

  void clear() {
    batch.clear(bytes);
    marker = new Marker(batch);
    scopes.clear();
    used = 0;
    lastOrigin = -1;
  }

  /// Adds a span of a trace.
  ///
  /// @param mark why it is kept; null where nothing was decided
  void add(long traceIdHigh, long traceIdLow, long place, @Nullable KeepMark mark) {
    Chunk chunk = ring.chunk(place);
    int entry = SpanRing.offset(place);
    int scope = scope(chunk, entry);
    int length = chunk.intAt(entry + Chunk.SPAN_BYTES);
    int at = copy(chunk, entry + Chunk.SPAN_HEAD, length);
    int i = batch.addSpan();
    batch.spanOffset[i] = at;
    batch.spanLength[i] = length;
    batch.scopeIndex[i] = scope;
    batch.traceIdHigh[i] = traceIdHigh;
    batch.traceIdLow[i] = traceIdLow;
    batch.spanId[i] = chunk.longAt(entry + Chunk.SPAN_ID);
    batch.parentSpanId[i] = chunk.longAt(entry + Chunk.PARENT);
    batch.startEpochNanos[i] = chunk.longAt(entry + Chunk.START);
    batch.endEpochNanos[i] = chunk.longAt(entry + Chunk.END);
    batch.nameOffset[i] = at + chunk.intAt(entry + Chunk.NAME_OFFSET);
    batch.nameLength[i] = chunk.intAt(entry + Chunk.NAME_BYTES);
    batch.traceStateOffset[i] = at + chunk.intAt(entry + Chunk.STATE_OFFSET);
    batch.traceStateLength[i] = chunk.intAt(entry + Chunk.STATE_BYTES);
    batch.kind[i] = chunk.bytes[entry + Chunk.KIND];
    batch.statusCode[i] = chunk.bytes[entry + Chunk.STATUS];
    batch.bytes = bytes;
    if (mark != null) {
      marker.mark(i, mark);
    }
  }

  /// What was added since {@link #clear}; valid until the next one.
  SpanBatch batch() {
    return batch;
  }

  private int scope(Chunk chunk, int entry) {
    int origin = chunk.intAt(entry + Chunk.ORIGIN);
    long key = (long) chunk.slot << Integer.SIZE | origin;
    if (key == lastOrigin) {
      return lastScope;
    }
    Integer known = scopes.get(key);
    lastScope = known == null ? addScope(chunk, origin) : known;
    lastOrigin = key;
    if (known == null) {
      scopes.put(key, lastScope);
    }
    return lastScope;
  }

  private int addScope(Chunk chunk, int origin) {
    int resource = batch.addResource();
    int scope = batch.addScope(resource);
    int from = origin + Chunk.ORIGIN_HEAD;
    int resourceLength = chunk.intAt(origin + Chunk.ORIGIN_PART);
    int resourceUrl = chunk.intAt(origin + Chunk.ORIGIN_PART + Integer.BYTES);
    int scopeLength = chunk.intAt(origin + Chunk.ORIGIN_PART + 2 * Integer.BYTES);
    int scopeUrl = chunk.intAt(origin + Chunk.ORIGIN_PART + 3 * Integer.BYTES);
    int at = copy(chunk, from, resourceLength + resourceUrl + scopeLength + scopeUrl);
    batch.resourceOffset[resource] = at;
    batch.resourceLength[resource] = resourceLength;
    batch.serviceNameOffset[resource] = at + chunk.intAt(origin + Chunk.SERVICE_OFFSET);
    batch.serviceNameLength[resource] = chunk.intAt(origin + Chunk.SERVICE_BYTES);
    batch.resourceSchemaUrlOffset[resource] = at + resourceLength;
    batch.resourceSchemaUrlLength[resource] = resourceUrl;
    batch.scopeOffset[scope] = at + resourceLength + resourceUrl;
    batch.scopeLength[scope] = scopeLength;
    batch.scopeSchemaUrlOffset[scope] = at + resourceLength + resourceUrl + scopeLength;
    batch.scopeSchemaUrlLength[scope] = scopeUrl;
    return scope;
  }

  private int copy(Chunk chunk, int from, int length) {
    if (bytes.length - used < length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + length));
    }
    System.arraycopy(chunk.bytes, from, bytes, used, length);
    int at = used;
    used += length;
    return at;
  }
}
