package dev.hopwise.sample.reachback;

import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// Spans of many traces, as bytes, until all of a trace are there and it can be judged as a whole.
///
/// Equal scopes are held once. When it is full it gives way to a pile for half of its hash range.
/// Of a trace that alone takes an eighth of it the rest is left out.
final class SpanPile {

  private static final int UNKNOWN = -1;

  /// So many traces fit at least.
  private static final int TRACES_MIN = 8;

  private static final int SPAN_BYTES = 4 * Integer.BYTES + Long.BYTES;

  /// Of a scope, its resource, and their entry among those that are known.
  private static final int SCOPE_BYTES = 160;

  private final TraceTable table;
  private final HashRange range;
  private final long bytesMax;
  private final SpanBatch scopes = new SpanBatch();
  private final Map<Long, Integer> scopeByHash = new HashMap<>();
  private byte[] arena;
  private int used;
  private int count;
  private int[] slot;
  private int[] offset;
  private int[] length;
  private int[] scope;

  SpanPile(TraceTable table, HashRange range, long bytesMax) {
    this.table = table;
    this.range = range;
    this.bytesMax = bytesMax;
    arena = new byte[(int) Math.min(1 << 14, bytesMax / 4)];
    scopes.clear(arena);
    slot = new int[64];
    offset = new int[64];
    length = new int[64];
    scope = new int[64];
    Arrays.fill(table.pileBytes, 0);
  }

  HashRange range() {
    return range;
  }

  /// The memory that its arrays take.
  long bytes() {
    return arena.length + (long) slot.length * SPAN_BYTES + (long) scopes.scopeCount * SCOPE_BYTES;
  }

  /// Takes a span of a trace in the table and in the range.
  ///
  /// @return false where it is full: {@link #narrowed} goes on
  boolean add(SpanBatch batch, int span, int traceSlot) {
    return add(
        batch,
        batch.scopeIndex[span],
        batch.bytes,
        batch.spanOffset[span],
        batch.spanLength[span],
        traceSlot);
  }

  /// A pile for the first half of the range, with what of this one belongs there.
  SpanPile narrowed() {
    SpanPile half = new SpanPile(table, range.half(), bytesMax);
    for (int i = 0; i < count; i++) {
      long hash = HashRange.hash(table.high[slot[i]], table.low[slot[i]]);
      if (half.range.contains(hash)) {
        half.add(scopes, scope[i], arena, offset[i], length[i], slot[i]);
      }
    }
    return half;
  }

  /// What is done with a trace.
  interface Judge {
    void judge(int traceSlot, List<Span> spans);
  }

  /// Hands over each trace.
  void judgeAll(Judge judge) {
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      order[i] = (long) slot[i] << Integer.SIZE | i;
    }
    Arrays.sort(order);
    SpanDecoder decoder = new SpanDecoder();
    for (int from = 0; from < count; ) {
      int traceSlot = (int) (order[from] >>> Integer.SIZE);
      List<Span> spans = new ArrayList<>();
      Map<Integer, InstrumentationScope> decodedScopes = new HashMap<>();
      Map<Integer, Resource> resources = new HashMap<>();
      int at = from;
      for (; at < count && order[at] >>> Integer.SIZE == traceSlot; at++) {
        int i = (int) order[at];
        spans.add(
            decoder.span(
                arena,
                offset[i],
                length[i],
                resources.computeIfAbsent(
                    scopes.resourceIndex[scope[i]], r -> decoder.resource(scopes, r)),
                decodedScopes.computeIfAbsent(scope[i], s -> decoder.scope(scopes, s))));
      }
      judge.judge(traceSlot, spans);
      from = at;
    }
  }

  private boolean add(
      SpanBatch tables, int tableScope, byte[] bytes, int from, int spanBytes, int traceSlot) {
    int known = knownScope(tables, tableScope);
    int scopeBytes = known == UNKNOWN ? scopeBytes(tables, tableScope) : 0;
    int more = spanBytes + SPAN_BYTES + scopeBytes;
    if (table.pileBytes[traceSlot] + more > bytesMax / TRACES_MIN) {
      return true;
    }
    if (!hasRoom(spanBytes + scopeBytes, 1)) {
      return false;
    }
    if (known == UNKNOWN) {
      known = addScope(tables, tableScope);
    }
    slot[count] = traceSlot;
    offset[count] = copy(bytes, from, spanBytes);
    length[count] = spanBytes;
    scope[count] = known;
    count++;
    table.pileBytes[traceSlot] += more;
    return true;
  }

  /// The index of an equal scope of an equal resource, or {@link #UNKNOWN}.
  private int knownScope(SpanBatch from, int s) {
    Integer known = scopeByHash.get(hash(from, from.resourceIndex[s], s));
    return known != null && isEqual(from, from.resourceIndex[s], s, known) ? known : UNKNOWN;
  }

  private static int scopeBytes(SpanBatch from, int s) {
    int r = from.resourceIndex[s];
    return SCOPE_BYTES
        + from.resourceLength[r]
        + from.resourceSchemaUrlLength[r]
        + from.scopeLength[s]
        + from.scopeSchemaUrlLength[s];
  }

  /// There has to be room for it.
  private int addScope(SpanBatch from, int s) {
    int r = from.resourceIndex[s];
    int resource = scopes.addResource();
    scopes.resourceOffset[resource] =
        copy(from.bytes, from.resourceOffset[r], from.resourceLength[r]);
    scopes.resourceLength[resource] = from.resourceLength[r];
    scopes.resourceSchemaUrlOffset[resource] =
        copy(from.bytes, from.resourceSchemaUrlOffset[r], from.resourceSchemaUrlLength[r]);
    scopes.resourceSchemaUrlLength[resource] = from.resourceSchemaUrlLength[r];
    int added = scopes.addScope(resource);
    scopes.scopeOffset[added] = copy(from.bytes, from.scopeOffset[s], from.scopeLength[s]);
    scopes.scopeLength[added] = from.scopeLength[s];
    scopes.scopeSchemaUrlOffset[added] =
        copy(from.bytes, from.scopeSchemaUrlOffset[s], from.scopeSchemaUrlLength[s]);
    scopes.scopeSchemaUrlLength[added] = from.scopeSchemaUrlLength[s];
    scopeByHash.put(hash(from, r, s), added);
    return added;
  }

  private static long hash(SpanBatch from, int r, int s) {
    CRC32C resource = new CRC32C();
    resource.update(from.bytes, from.resourceOffset[r], from.resourceLength[r]);
    CRC32C scope = new CRC32C();
    scope.update(from.bytes, from.scopeOffset[s], from.scopeLength[s]);
    return resource.getValue() << Integer.SIZE | scope.getValue();
  }

  private boolean isEqual(SpanBatch from, int r, int s, int known) {
    int resource = scopes.resourceIndex[known];
    return equal(
            from.bytes,
            from.resourceOffset[r],
            from.resourceLength[r],
            scopes.resourceOffset[resource],
            scopes.resourceLength[resource])
        && equal(
            from.bytes,
            from.resourceSchemaUrlOffset[r],
            from.resourceSchemaUrlLength[r],
            scopes.resourceSchemaUrlOffset[resource],
            scopes.resourceSchemaUrlLength[resource])
        && equal(
            from.bytes,
            from.scopeOffset[s],
            from.scopeLength[s],
            scopes.scopeOffset[known],
            scopes.scopeLength[known])
        && equal(
            from.bytes,
            from.scopeSchemaUrlOffset[s],
            from.scopeSchemaUrlLength[s],
            scopes.scopeSchemaUrlOffset[known],
            scopes.scopeSchemaUrlLength[known]);
  }

  private boolean equal(byte[] bytes, int from, int fromLength, int here, int hereLength) {
    return Arrays.equals(bytes, from, from + fromLength, arena, here, here + hereLength);
  }

  private int copy(byte[] bytes, int from, int bytesLength) {
    System.arraycopy(bytes, from, arena, used, bytesLength);
    used += bytesLength;
    return used - bytesLength;
  }

  /// Grows by doubling as long as the limit allows it.
  private boolean hasRoom(int moreBytes, int moreSpans) {
    int spansCapacity = count + moreSpans > slot.length ? slot.length * 2 : slot.length;
    int arenaCapacity = arena.length;
    while (used + moreBytes > arenaCapacity && arenaCapacity < bytesMax) {
      arenaCapacity *= 2;
    }
    long then =
        arenaCapacity + (long) spansCapacity * SPAN_BYTES + (scopes.scopeCount + 1L) * SCOPE_BYTES;
    if (used + moreBytes > arenaCapacity || then > bytesMax) {
      return false;
    }
    if (spansCapacity > slot.length) {
      slot = Arrays.copyOf(slot, spansCapacity);
      offset = Arrays.copyOf(offset, spansCapacity);
      length = Arrays.copyOf(length, spansCapacity);
      scope = Arrays.copyOf(scope, spansCapacity);
    }
    if (arenaCapacity > arena.length) {
      arena = Arrays.copyOf(arena, arenaCapacity);
      scopes.bytes = arena;
    }
    return true;
  }
}
