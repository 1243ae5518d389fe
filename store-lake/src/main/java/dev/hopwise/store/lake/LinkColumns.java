package dev.hopwise.store.lake;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;

/// The links of all rows, a place for each.
///
/// **Threads.** As {@link IntColumn}.
final class LinkColumns {

  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  private final ChildRuns runs;
  private final LongColumn traceHighs;
  private final LongColumn traceLows;
  private final LongColumn spanIds;
  private final IntColumn traceStates;
  private final IntColumn dropped;
  private final IntColumn flags;
  private final AttributeColumn attributes;

  LinkColumns(int rowsMax, int entriesMax, HeapUse heap) {
    runs = new ChildRuns(rowsMax, heap);
    traceHighs = new LongColumn(ChildRuns.COUNT_MAX, heap);
    traceLows = new LongColumn(ChildRuns.COUNT_MAX, heap);
    spanIds = new LongColumn(ChildRuns.COUNT_MAX, heap);
    traceStates = new IntColumn(ChildRuns.COUNT_MAX, heap);
    dropped = new IntColumn(ChildRuns.COUNT_MAX, heap);
    flags = new IntColumn(ChildRuns.COUNT_MAX, heap);
    attributes = new AttributeColumn(ChildRuns.COUNT_MAX, entriesMax, heap);
  }

  ChildRuns runs() {
    return runs;
  }

  AttributeColumn attributes() {
    return attributes;
  }

  long traceIdHigh(int link) {
    return traceHighs.get(link);
  }

  long traceIdLow(int link) {
    return traceLows.get(link);
  }

  /// Zero when absent.
  long spanId(int link) {
    return spanIds.get(link);
  }

  /// The id of its text, or NONE when empty.
  int traceState(int link) {
    return traceStates.get(link);
  }

  int droppedAttributes(int link) {
    return dropped.get(link);
  }

  int flags(int link) {
    return flags.get(link);
  }

  /// As {@link #traceState}, for all.
  IntColumn traceStates() {
    return traceStates;
  }

  IntColumn dropped() {
    return dropped;
  }

  IntColumn flags() {
    return flags;
  }

  /// Reads a `Link` that ends at `end`.
  void add(
      ProtoReader reader,
      int end,
      AttributeScratch scratch,
      AttributeAppender appender,
      TextPool texts) {
    int link = runs.add();
    clear(link);
    scratch.begin();
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.LINK_TRACE_ID -> traceId(link, reader, end);
        case OtlpFields.LINK_SPAN_ID -> spanId(link, reader, end);
        case OtlpFields.LINK_TRACE_STATE -> {
          int length = reader.length(end);
          int from = reader.position();
          reader.seek(from + length);
          traceStates.set(
              link, length == 0 ? TextPool.NONE : texts.intern(reader.bytes(), from, length));
        }
        case OtlpFields.LINK_ATTRIBUTES -> scratch.add(reader, end);
        case OtlpFields.LINK_DROPPED_ATTRIBUTES -> dropped.set(link, (int) reader.varint(end));
        case OtlpFields.LINK_FLAGS -> flags.set(link, reader.fixed32(end));
        default -> reader.skip(end);
      }
    }
    appender.append(scratch, reader.bytes(), attributes, link);
  }

  private void clear(int link) {
    traceHighs.set(link, 0);
    traceLows.set(link, 0);
    spanIds.set(link, 0);
    traceStates.set(link, TextPool.NONE);
    dropped.set(link, 0);
    flags.set(link, 0);
  }

  /// An id of another length is none.
  private void traceId(int link, ProtoReader reader, int end) {
    int length = reader.length(end);
    int from = reader.position();
    reader.seek(from + length);
    boolean whole = length == TRACE_ID_BYTES;
    traceHighs.set(link, whole ? ProtoReader.idAt(reader.bytes(), from) : 0);
    traceLows.set(link, whole ? ProtoReader.idAt(reader.bytes(), from + SPAN_ID_BYTES) : 0);
  }

  private void spanId(int link, ProtoReader reader, int end) {
    int length = reader.length(end);
    int from = reader.position();
    reader.seek(from + length);
    spanIds.set(link, length == SPAN_ID_BYTES ? ProtoReader.idAt(reader.bytes(), from) : 0);
  }
}
