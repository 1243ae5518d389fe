package dev.hopwise.store.lake;

import dev.hopwise.store.lake.LakeSchema.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes the lists of events and of links of a row group. Used by one thread.
final class ChildWriter {

  /// The definition level of an element; one more is a value of an optional field of it.
  private static final int ELEMENT = 2;

  private static final String EVENT = "events.list.element.";
  private static final String LINK = "links.list.element.";

  private final ChunkWriter chunks;
  private final SegmentBuilder builder;
  private final MapWriter maps;
  private final LevelBuffer levels = new LevelBuffer();
  private final IntDictionary numbers = new IntDictionary();
  private int[] children = new int[1 << 8];
  private int[] ids = new int[1 << 8];
  private long[] longs = new long[1 << 8];
  private long[] otherLongs = new long[1 << 8];
  private int count;

  ChildWriter(ChunkWriter chunks, SegmentBuilder builder, MapWriter maps) {
    this.chunks = chunks;
    this.builder = builder;
    this.maps = maps;
  }

  /// The events of the rows `order[from..from+rows)`.
  List<WrittenChunk> events(int[] order, int from, int rows, int pageRows) {
    EventColumns events = builder.events();
    collect(events.runs(), order, from, rows, pageRows);
    Leaf time = LakeSchema.leaf(EVENT + "time_unix_nano");
    PageLevels required = levels.toLevels(time);
    List<WrittenChunk> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      longs[i] = events.epochNanos(children[i]);
    }
    written.add(chunks.numbers64(time, required, longs, WrittenChunk.DELTA_BINARY_PACKED, true));
    for (int i = 0; i < count; i++) {
      ids[i] = events.name(children[i]);
    }
    written.add(chunks.texts(LakeSchema.leaf(EVENT + "name"), required, builder.texts(), ids));
    written.addAll(
        maps.ofChildren(EVENT, events.runs(), events.attributes(), order, from, rows, pageRows));
    written.add(optionalText(EVENT + "attribute_types", events.attributes().types()));
    written.add(optionalNumber(EVENT + "dropped_attributes", events.dropped()));
    return written;
  }

  /// The links of the rows `order[from..from+rows)`.
  List<WrittenChunk> links(int[] order, int from, int rows, int pageRows) {
    LinkColumns links = builder.links();
    collect(links.runs(), order, from, rows, pageRows);
    List<WrittenChunk> written = new ArrayList<>();
    Leaf traceId = LakeSchema.leaf(LINK + "trace_id");
    for (int i = 0; i < count; i++) {
      longs[i] = links.traceIdHigh(children[i]);
      otherLongs[i] = links.traceIdLow(children[i]);
    }
    written.add(chunks.uuids(traceId, levels.toLevels(traceId), longs, otherLongs));
    written.add(spanIds(links));
    written.add(optionalText(LINK + "trace_state", links.traceStates()));
    written.addAll(
        maps.ofChildren(LINK, links.runs(), links.attributes(), order, from, rows, pageRows));
    written.add(optionalText(LINK + "attribute_types", links.attributes().types()));
    written.add(optionalNumber(LINK + "dropped_attributes", links.dropped()));
    written.add(optionalNumber(LINK + "flags", links.flags()));
    return written;
  }

  private WrittenChunk spanIds(LinkColumns links) {
    int[] definition = new int[levels.slots()];
    int child = 0;
    int values = 0;
    for (int slot = 0; slot < definition.length; slot++) {
      if (levels.definition(slot) == ELEMENT) {
        long id = links.spanId(children[child++]);
        definition[slot] = id == 0 ? ELEMENT : ELEMENT + 1;
        longs[values] = id;
        values += id == 0 ? 0 : 1;
      }
    }
    Leaf leaf = LakeSchema.leaf(LINK + "span_id");
    PageLevels optional = levels.toLevels(leaf, definition);
    return chunks.numbers64(leaf, optional, longs, WrittenChunk.PLAIN, true);
  }

  private WrittenChunk optionalText(String path, IntColumn column) {
    Leaf leaf = LakeSchema.leaf(path);
    PageLevels optional = optional(leaf, column);
    return chunks.texts(leaf, optional, builder.texts(), ids);
  }

  private WrittenChunk optionalNumber(String path, IntColumn column) {
    Leaf leaf = LakeSchema.leaf(path);
    PageLevels optional = optional(leaf, column);
    numbers.clear();
    for (int i = 0; i < optional.values(); i++) {
      ids[i] = numbers.id(ids[i]);
    }
    return chunks.numbers32(leaf, optional, numbers, ids);
  }

  /// Puts what is not 0 into `ids`.
  private PageLevels optional(Leaf leaf, IntColumn column) {
    int[] definition = new int[levels.slots()];
    int child = 0;
    int values = 0;
    for (int slot = 0; slot < definition.length; slot++) {
      if (levels.definition(slot) == ELEMENT) {
        int value = column.get(children[child++]);
        definition[slot] = value == 0 ? ELEMENT : ELEMENT + 1;
        ids[values] = value;
        values += value == 0 ? 0 : 1;
      }
    }
    return levels.toLevels(leaf, definition);
  }

  private void collect(ChildRuns runs, int[] order, int from, int rows, int pageRows) {
    levels.clear(rows, pageRows);
    count = 0;
    for (int i = 0; i < rows; i++) {
      levels.row(i);
      int row = order[from + i];
      int first = runs.start(row);
      int last = first + runs.count(row);
      if (first == last) {
        levels.add(0, 0);
      }
      for (int child = first; child < last; child++) {
        levels.add(child == first ? 0 : 1, ELEMENT);
        add(child);
      }
    }
    if (ids.length <= count) {
      ids = new int[children.length];
      longs = new long[children.length];
      otherLongs = new long[children.length];
    }
  }

  private void add(int child) {
    if (count + 1 >= children.length) {
      children = Arrays.copyOf(children, children.length * 2);
    }
    children[count++] = child;
  }
}
