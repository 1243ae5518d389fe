package dev.hopwise.store.lake;

import dev.hopwise.store.lake.LakeSchema.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/// Gathers the columns of a builder's rows in the order of a file and writes them as row groups.
/// Used by one thread; keeps its arrays for the next row group.
final class RowGroupWriter {

  private static final int NANOS_PER_MICRO = 1_000;

  private final SegmentBuilder builder;
  private final WriteSettings settings;
  private final IndexFeed index;
  private final ChunkWriter chunks;
  private final MapWriter maps;
  private final ChildWriter children;
  private final IntDictionary numbers = new IntDictionary();
  private int[] ids = new int[0];
  private int[] definition = new int[0];
  private long[] longs = new long[0];

  private int[] order = new int[0];
  private int from;
  private int rows;
  private int[] cuts = new int[0];
  private PageLevels required = PageLevels.ofRequired(0, 1);
  private PageLevels absent = required;

  RowGroupWriter(
      SegmentBuilder builder, PageWriter pages, WriteSettings settings, IndexFeed index) {
    this.builder = builder;
    this.settings = settings;
    this.index = index;
    chunks = new ChunkWriter(pages, settings);
    maps = new MapWriter(chunks, builder);
    children = new ChildWriter(chunks, builder, maps);
  }

  /// Writes the rows `fileOrder[first..end)`.
  List<WrittenChunk> write(int[] fileOrder, int first, int end) {
    order = fileOrder;
    from = first;
    rows = end - first;
    if (ids.length < rows) {
      ids = new int[rows];
      definition = new int[rows];
      longs = new long[rows];
    }
    cuts = PageLevels.rowCuts(rows, settings.pageRows());
    required = PageLevels.ofRequired(rows, settings.pageRows());
    Arrays.fill(definition, 0, rows, 0);
    absent = PageLevels.of(null, definition, cuts, 0, 1);
    List<WrittenChunk> written = new ArrayList<>(LakeSchema.LEAVES.size());
    for (LakeColumn column : LakeColumn.values()) {
      write(column, written);
    }
    return written;
  }

  private void write(LakeColumn column, List<WrittenChunk> written) {
    int pageRows = settings.pageRows();
    switch (column) {
      case ATTRIBUTES -> written.addAll(maps.ofSpans(order, from, rows, pageRows, index));
      case EVENTS -> written.addAll(children.events(order, from, rows, pageRows));
      case LINKS -> written.addAll(children.links(order, from, rows, pageRows));
      default -> written.add(flat(column, LakeSchema.leaf(column)));
    }
  }

  private WrittenChunk flat(LakeColumn column, Leaf leaf) {
    return switch (column) {
      case TRACE_ID -> traceIds(leaf);
      case SPAN_ID -> {
        for (int i = 0; i < rows; i++) {
          longs[i] = builder.spanId(order[from + i]);
        }
        yield chunks.numbers64(leaf, required, longs, WrittenChunk.PLAIN, false);
      }
      case PARENT_SPAN_ID -> parentSpanIds(leaf);
      case START_TIME -> {
        for (int i = 0; i < rows; i++) {
          longs[i] = Math.floorDiv(builder.startEpochNanos(order[from + i]), NANOS_PER_MICRO);
        }
        yield chunks.numbers64(leaf, required, longs, WrittenChunk.DELTA_BINARY_PACKED, true);
      }
      case DURATION_NANOS -> {
        for (int i = 0; i < rows; i++) {
          longs[i] = builder.durationNanos(order[from + i]);
        }
        yield chunks.numbers64(leaf, required, longs, WrittenChunk.DELTA_BINARY_PACKED, true);
      }
      case START_NANOS -> {
        numbers.clear();
        for (int i = 0; i < rows; i++) {
          long start = builder.startEpochNanos(order[from + i]);
          ids[i] = numbers.id(Math.floorMod(start, NANOS_PER_MICRO));
        }
        yield chunks.numbers32(leaf, required, numbers, ids);
      }
      case KIND -> {
        numbers.clear();
        for (int i = 0; i < rows; i++) {
          ids[i] = numbers.id(builder.kind(order[from + i]));
        }
        yield chunks.numbers32(leaf, required, numbers, ids);
      }
      case STATUS -> {
        numbers.clear();
        for (int i = 0; i < rows; i++) {
          ids[i] = numbers.id(builder.status(order[from + i]));
        }
        yield chunks.numbers32(leaf, required, numbers, ids);
      }
      case NAME -> {
        gather(builder.ints(column));
        yield indexed(Tokens.NAME, chunks.texts(leaf, required, builder.texts(), ids));
      }
      case SERVICE -> {
        gatherOrigins(Origin::service);
        yield indexed(Tokens.SERVICE, chunks.texts(leaf, required, builder.texts(), ids));
      }
      case RESOURCE -> originTexts(leaf, Origin::resourceJson);
      case RESOURCE_SCHEMA_URL -> originTexts(leaf, Origin::resourceSchemaUrl);
      case RESOURCE_DROPPED_ATTRIBUTES ->
          originNumbers(leaf, origin -> origin.resource().droppedAttributesCount());
      case SCOPE_NAME -> originTexts(leaf, Origin::scopeName);
      case SCOPE_VERSION -> originTexts(leaf, Origin::scopeVersion);
      case SCOPE_ATTRIBUTES -> originTexts(leaf, Origin::scopeJson);
      case SCOPE_SCHEMA_URL -> originTexts(leaf, Origin::scopeSchemaUrl);
      case SCOPE_DROPPED_ATTRIBUTES ->
          originNumbers(leaf, origin -> origin.scope().droppedAttributesCount());
      case FLAGS, DROPPED_ATTRIBUTES, DROPPED_EVENTS, DROPPED_LINKS ->
          optionalNumbers(leaf, builder.ints(column));
      case HTTP_RESPONSE_STATUS_CODE -> statusCodes(leaf);
      case INCLUSION_PROBABILITY -> probabilities(leaf);
      case KEEP_RULE -> keepTexts(leaf, KeepTable.Entry::rule);
      case KEEP_TRIGGER -> keepTexts(leaf, KeepTable.Entry::trigger);
      case WINDOW_ID -> keepTexts(leaf, KeepTable.Entry::windowId);
      case STATUS_MESSAGE, TRACE_STATE, ATTRIBUTE_TYPES ->
          optionalTexts(leaf, builder.ints(column));
      default -> indexed(DedicatedColumns.key(column), optionalTexts(leaf, builder.ints(column)));
    };
  }

  private WrittenChunk traceIds(Leaf leaf) {
    for (int i = 0; i < rows; i++) {
      ids[i] = builder.trace(order[from + i]) + 1;
    }
    return chunks.traceIds(leaf, required, builder.traces(), ids);
  }

  private WrittenChunk parentSpanIds(Leaf leaf) {
    int values = 0;
    for (int i = 0; i < rows; i++) {
      long parent = builder.parentSpanId(order[from + i]);
      definition[i] = parent == 0 ? 0 : 1;
      longs[values] = parent;
      values += definition[i];
    }
    return chunks.numbers64(leaf, levels(), longs, WrittenChunk.PLAIN, true);
  }

  private WrittenChunk statusCodes(Leaf leaf) {
    IntColumn column = builder.dedicated().column(DedicatedColumns.STATUS_CODE_PLACE);
    numbers.clear();
    int values = 0;
    for (int i = 0; i < rows; i++) {
      int row = order[from + i];
      boolean present = builder.hasStatusCode(row);
      definition[i] = present ? 1 : 0;
      if (present) {
        ids[values++] = numbers.id(column.get(row));
      }
    }
    WrittenChunk chunk = chunks.numbers32(leaf, levels(), numbers, ids);
    String key = DedicatedColumns.key(LakeColumn.HTTP_RESPONSE_STATUS_CODE);
    for (int id = 1; id < numbers.count(); id++) {
      index.number(key, numbers.number(id));
    }
    return chunk;
  }

  private WrittenChunk indexed(String key, WrittenChunk chunk) {
    index.texts(key, chunks.distinctIds(), chunks.distinct());
    return chunk;
  }

  private WrittenChunk optionalTexts(Leaf leaf, IntColumn column) {
    return chunks.texts(leaf, gatherOptional(column), builder.texts(), ids);
  }

  private WrittenChunk optionalNumbers(Leaf leaf, IntColumn column) {
    return optionalNumbers(leaf, gatherOptional(column));
  }

  private WrittenChunk optionalNumbers(Leaf leaf, PageLevels levels) {
    numbers.clear();
    for (int i = 0; i < levels.values(); i++) {
      ids[i] = numbers.id(ids[i]);
    }
    return chunks.numbers32(leaf, levels, numbers, ids);
  }

  private WrittenChunk originTexts(Leaf leaf, ToIntFunction<Origin> text) {
    gatherOrigins(text);
    return chunks.texts(leaf, compact(), builder.texts(), ids);
  }

  private WrittenChunk originNumbers(Leaf leaf, ToIntFunction<Origin> number) {
    gatherOrigins(number);
    return optionalNumbers(leaf, compact());
  }

  private WrittenChunk keepTexts(Leaf leaf, ToIntFunction<KeepTable.Entry> text) {
    return chunks.texts(leaf, gatherKeeps(text), builder.texts(), ids);
  }

  private WrittenChunk probabilities(Leaf leaf) {
    KeepTable keeps = builder.keeps();
    double[] numbers = new double[keeps.probabilityCount()];
    for (int i = 0; i < keeps.count(); i++) {
      KeepTable.Entry entry = keeps.get(i);
      numbers[entry.probabilityId()] = entry.kept().inclusionProbability();
    }
    PageLevels levels = gatherKeeps(KeepTable.Entry::probabilityId);
    return chunks.doubles(leaf, levels, numbers, ids);
  }

  private PageLevels gatherKeeps(ToIntFunction<KeepTable.Entry> value) {
    IntColumn column = builder.keepNumbers();
    if (column.isBlank()) {
      return absent;
    }
    KeepTable keeps = builder.keeps();
    int[] byNumber = new int[keeps.count()];
    for (int i = 0; i < byNumber.length; i++) {
      byNumber[i] = value.applyAsInt(keeps.get(i));
    }
    for (int i = 0; i < rows; i++) {
      ids[i] = byNumber[column.get(order[from + i])];
    }
    return compact();
  }

  private void gatherOrigins(ToIntFunction<Origin> value) {
    OriginTable origins = builder.origins();
    int[] byNumber = new int[origins.count()];
    for (int i = 0; i < byNumber.length; i++) {
      byNumber[i] = value.applyAsInt(origins.get(i));
    }
    for (int i = 0; i < rows; i++) {
      ids[i] = byNumber[builder.originNumber(order[from + i])];
    }
  }

  private void gather(IntColumn column) {
    for (int i = 0; i < rows; i++) {
      ids[i] = column.get(order[from + i]);
    }
  }

  private PageLevels gatherOptional(IntColumn column) {
    if (column.isBlank()) {
      return absent;
    }
    gather(column);
    return compact();
  }

  /// Leaves the zeros out of `ids`.
  private PageLevels compact() {
    int values = 0;
    for (int i = 0; i < rows; i++) {
      int id = ids[i];
      definition[i] = id == 0 ? 0 : 1;
      ids[values] = id;
      values += definition[i];
    }
    return values == 0 ? absent : levels();
  }

  private PageLevels levels() {
    return PageLevels.of(null, definition, cuts, 0, 1);
  }
}
