package dev.hopwise.store.lake;

import dev.hopwise.model.Kept;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.SpanBatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Spans as columns in memory: the hot part of the lake, and what its files are written from. Spans
/// come straight from their protobuf bytes; every distinct text is held once; no object is made for
/// a span.
///
/// **Threads.** One writer calls {@link #append}. Any number of readers ask for rows below a count
/// they once got from {@link #rows}: these never change. The columns only grow, and a row is
/// published after all that belongs to it was written.
///
/// **Limits.** When {@link #isFull} answers true the builder is to be sealed. A single span still
/// fits then, whatever its size within the limits of what is received.
final class SegmentBuilder {

  /// More rows than this no builder holds.
  static final int ROWS_MAX = 1 << 20;

  private static final int TEXTS_MAX = 1 << 25;
  private static final int ENTRIES_MAX = 1 << 26;

  /// What one span may add, at the most, and then some: a request is at most 64 MiB long, and an
  /// attribute takes four bytes of it.
  private static final int RESERVE = 1 << 24;

  private static final int HEAP_CHUNKS_RESERVE = 512;
  private static final int KIND_MASK = 7;
  private static final int STATUS_SHIFT = 3;
  private static final int STATUS_MASK = 3;
  private static final int HAS_STATUS_CODE = 1 << 5;

  private static final VarHandle ROWS;

  static {
    try {
      ROWS = MethodHandles.lookup().findVarHandle(SegmentBuilder.class, "rows", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int rowLimit;
  private final long heapLimit;
  private final HeapUse heap = new HeapUse();
  private final ByteHeap bytes = new ByteHeap(heap);
  private final TextPool texts = new TextPool(TEXTS_MAX, bytes, heap);
  private final TextPool keys = new TextPool(KeyTable.COUNT_MAX + RESERVE, bytes, heap);
  private final TraceTable traces;
  private final TraceRows traceRows;
  private final OriginTable origins = new OriginTable(texts, heap);
  private final KeepTable keeps = new KeepTable(texts, heap);

  private final IntColumn trace;
  private final LongColumn spanIds;
  private final LongColumn parentSpanIds;
  private final LongColumn starts;
  private final BlockMaxima startMaxima;
  private final LongColumn durations;
  private final IntColumn names;
  private final IntColumn origin;
  private final IntColumn bits;
  private final IntColumn keepNumbers;
  private final IntColumn statusMessages;
  private final IntColumn traceStates;
  private final IntColumn flags;
  private final IntColumn droppedAttributes;
  private final IntColumn droppedEvents;
  private final IntColumn droppedLinks;
  private final DedicatedColumns dedicated;
  private final AttributeColumn attributes;
  private final EventColumns events;
  private final LinkColumns links;

  private final ProtoReader reader = new ProtoReader();
  private final KeyTable keyTable = new KeyTable(keys, texts);
  private final AttributeAppender appender = new AttributeAppender(keyTable, texts);
  private final AttributeScratch ownAttributes = new AttributeScratch(keyTable);
  private final AttributeScratch innerAttributes = new AttributeScratch(keyTable);

  private int rows;

  /// Whether the last append left something in the columns of the next row.
  private boolean unfinished;

  private long minStart = Long.MAX_VALUE;
  private long maxStart = Long.MIN_VALUE;

  /// @param rowLimit spans after which it is full, 1 to {@link #ROWS_MAX}
  /// @param heapLimit bytes of memory after which it is full
  SegmentBuilder(int rowLimit, long heapLimit) {
    if (rowLimit < 1 || rowLimit > ROWS_MAX) {
      throw new IllegalArgumentException("seal-spans " + rowLimit + " is not in 1.." + ROWS_MAX);
    }
    this.rowLimit = rowLimit;
    this.heapLimit = heapLimit;
    traces = new TraceTable(rowLimit, heap);
    traceRows = new TraceRows(rowLimit, heap);
    trace = new IntColumn(rowLimit, heap);
    spanIds = new LongColumn(rowLimit, heap);
    parentSpanIds = new LongColumn(rowLimit, heap);
    starts = new LongColumn(rowLimit, heap);
    startMaxima = new BlockMaxima(rowLimit);
    durations = new LongColumn(rowLimit, heap);
    names = new IntColumn(rowLimit, heap);
    origin = new IntColumn(rowLimit, heap);
    bits = new IntColumn(rowLimit, heap);
    keepNumbers = new IntColumn(rowLimit, heap);
    statusMessages = new IntColumn(rowLimit, heap);
    traceStates = new IntColumn(rowLimit, heap);
    flags = new IntColumn(rowLimit, heap);
    droppedAttributes = new IntColumn(rowLimit, heap);
    droppedEvents = new IntColumn(rowLimit, heap);
    droppedLinks = new IntColumn(rowLimit, heap);
    dedicated = new DedicatedColumns(rowLimit, heap);
    attributes = new AttributeColumn(rowLimit, ENTRIES_MAX, heap);
    events = new EventColumns(rowLimit, ENTRIES_MAX, heap);
    links = new LinkColumns(rowLimit, ENTRIES_MAX, heap);
  }

  /// Says that the spans appended until the next call are all of one batch. Without it they may be
  /// of any, and cost more.
  void beginBatch() {
    origins.beginBatch();
  }

  /// Adds a span of a batch, which was decoded and checked before. A span that cannot be read
  /// leaves no row.
  ///
  /// @throws IllegalStateException when the builder has no room at all for a further row
  void append(SpanBatch batch, int span) {
    int row = rows;
    if (row == rowLimit) {
      throw new IllegalStateException("the builder is full: " + rowLimit + " spans");
    }
    beginRow(row);
    long start = batch.startEpochNanos[span];
    trace.set(row, traces.intern(batch.traceIdHigh[span], batch.traceIdLow[span]));
    spanIds.set(row, batch.spanId[span]);
    parentSpanIds.set(row, batch.parentSpanId[span]);
    starts.set(row, start);
    durations.set(row, batch.durationNanos(span));
    names.set(row, texts.intern(batch.bytes, batch.nameOffset[span], batch.nameLength[span]));
    origin.set(row, origins.intern(batch, batch.scopeIndex[span]));
    keepNumbers.set(row, batch.keepCount == 0 ? 0 : keeps.intern(batch, span));
    readSpan(batch, span, row);
    boolean statusCode =
        appender.appendSpan(ownAttributes, batch.bytes, attributes, dedicated, row);
    bits.set(row, bits(batch, span) | (statusCode ? HAS_STATUS_CODE : 0));
    events.runs().finish(row);
    links.runs().finish(row);
    minStart = Math.min(minStart, start);
    maxStart = Math.max(maxStart, start);
    startMaxima.add(row, start);
    traceRows.add(trace.get(row), row);
    unfinished = false;
    ROWS.setRelease(this, row + 1);
  }

  private void beginRow(int row) {
    if (unfinished) {
      dedicated.clear(row);
      statusMessages.set(row, TextPool.NONE);
      traceStates.set(row, TextPool.NONE);
      flags.set(row, 0);
      droppedAttributes.set(row, 0);
      droppedEvents.set(row, 0);
      droppedLinks.set(row, 0);
    }
    unfinished = true;
    events.runs().begin();
    links.runs().begin();
    ownAttributes.begin();
  }

  private static int bits(SpanBatch batch, int span) {
    return SpanKind.ofNumber(batch.kind[span]).number()
        | (StatusCode.ofNumber(batch.statusCode[span]).number() << STATUS_SHIFT);
  }

  private void readSpan(SpanBatch batch, int span, int row) {
    reader.reset(batch.bytes, batch.spanOffset[span]);
    int end = batch.spanOffset[span] + batch.spanLength[span];
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.SPAN_ATTRIBUTES -> ownAttributes.add(reader, end);
        case OtlpFields.SPAN_EVENTS ->
            events.add(reader, innerEnd(end), innerAttributes, appender, texts);
        case OtlpFields.SPAN_LINKS ->
            links.add(reader, innerEnd(end), innerAttributes, appender, texts);
        case OtlpFields.SPAN_STATUS -> readStatus(innerEnd(end), row);
        case OtlpFields.SPAN_TRACE_STATE -> traceStates.set(row, optionalText(end));
        case OtlpFields.SPAN_FLAGS -> flags.set(row, reader.fixed32(end));
        case OtlpFields.SPAN_DROPPED_ATTRIBUTES ->
            droppedAttributes.set(row, (int) reader.varint(end));
        case OtlpFields.SPAN_DROPPED_EVENTS -> droppedEvents.set(row, (int) reader.varint(end));
        case OtlpFields.SPAN_DROPPED_LINKS -> droppedLinks.set(row, (int) reader.varint(end));
        default -> reader.skip(end);
      }
    }
  }

  private int innerEnd(int end) {
    int length = reader.length(end);
    return reader.position() + length;
  }

  private void readStatus(int end, int row) {
    statusMessages.set(row, TextPool.NONE);
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.STATUS_MESSAGE) {
        statusMessages.set(row, optionalText(end));
      } else {
        reader.skip(end);
      }
    }
  }

  private int optionalText(int end) {
    int length = reader.length(end);
    int from = reader.position();
    reader.seek(from + length);
    return length == 0 ? TextPool.NONE : texts.intern(reader.bytes(), from, length);
  }

  /// Published rows. What a reader does has to stay below one answer of this.
  int rows() {
    return (int) ROWS.getAcquire(this);
  }

  /// Whether it is time to seal it. The writer's to ask, before each append.
  boolean isFull() {
    return rows == rowLimit
        || heap.bytes() >= heapLimit
        || keys.count() >= KeyTable.COUNT_MAX
        || origins.count() >= OriginTable.COUNT_MAX
        || texts.count() >= TEXTS_MAX - RESERVE
        || attributes.entries() >= ENTRIES_MAX - RESERVE
        || events.attributes().entries() >= ENTRIES_MAX - RESERVE
        || links.attributes().entries() >= ENTRIES_MAX - RESERVE
        || events.runs().count() >= ChildRuns.COUNT_MAX / 2
        || links.runs().count() >= ChildRuns.COUNT_MAX / 2
        || !bytes.hasRoom(HEAP_CHUNKS_RESERVE);
  }

  /// Memory it takes, in bytes.
  long heapBytes() {
    return heap.bytes();
  }

  /// Texts that were not valid UTF-8 and were therefore changed.
  long replacedTexts() {
    return texts.replaced() + keys.replaced();
  }

  /// The smallest start of the published rows, and perhaps of the one being appended; of no rows,
  /// Long.MAX_VALUE.
  long minStartEpochNanos() {
    return rows() == 0 ? Long.MAX_VALUE : minStart;
  }

  /// The largest start likewise; of no rows, Long.MIN_VALUE.
  long maxStartEpochNanos() {
    return rows() == 0 ? Long.MIN_VALUE : maxStart;
  }

  TextPool texts() {
    return texts;
  }

  TextPool keys() {
    return keys;
  }

  TraceTable traces() {
    return traces;
  }

  TraceRows traceRows() {
    return traceRows;
  }

  /// The largest start of each block of rows.
  BlockMaxima startMaxima() {
    return startMaxima;
  }

  OriginTable origins() {
    return origins;
  }

  /// Whether equal values of a key have one id in the rows that were published before this is
  /// asked.
  boolean isInterned(int key) {
    return keyTable.isInterned(key);
  }

  KeepTable keeps() {
    return keeps;
  }

  /// How each row was kept, by its number in {@link #keeps}.
  IntColumn keepNumbers() {
    return keepNumbers;
  }

  DedicatedColumns dedicated() {
    return dedicated;
  }

  AttributeColumn attributes() {
    return attributes;
  }

  EventColumns events() {
    return events;
  }

  LinkColumns links() {
    return links;
  }

  /// The column that holds ids of texts, or integers, as they stand in the file: 0 where it is
  /// null.
  ///
  /// @throws IllegalArgumentException when it is held in another form
  IntColumn ints(LakeColumn column) {
    return switch (column) {
      case NAME -> names;
      case STATUS_MESSAGE -> statusMessages;
      case TRACE_STATE -> traceStates;
      case FLAGS -> flags;
      case DROPPED_ATTRIBUTES -> droppedAttributes;
      case DROPPED_EVENTS -> droppedEvents;
      case DROPPED_LINKS -> droppedLinks;
      case ATTRIBUTE_TYPES -> attributes.types();
      default -> {
        int place = DedicatedColumns.place(column);
        if (place < 0 || place == DedicatedColumns.STATUS_CODE_PLACE) {
          throw new IllegalArgumentException(column + " is no column of ids");
        }
        yield dedicated.column(place);
      }
    };
  }

  int trace(int row) {
    return trace.get(row);
  }

  long spanId(int row) {
    return spanIds.get(row);
  }

  /// Zero for a root.
  long parentSpanId(int row) {
    return parentSpanIds.get(row);
  }

  long startEpochNanos(int row) {
    return starts.get(row);
  }

  long durationNanos(int row) {
    return durations.get(row);
  }

  int originNumber(int row) {
    return origin.get(row);
  }

  Origin origin(int row) {
    return origins.get(origin.get(row));
  }

  Kept kept(int row) {
    return keeps.get(keepNumbers.get(row)).kept();
  }

  int kind(int row) {
    return bits.get(row) & KIND_MASK;
  }

  int status(int row) {
    return (bits.get(row) >>> STATUS_SHIFT) & STATUS_MASK;
  }

  boolean hasStatusCode(int row) {
    return (bits.get(row) & HAS_STATUS_CODE) != 0;
  }
}
