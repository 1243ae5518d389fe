package dev.hopwise.store.lake;

import dev.hopwise.store.lake.LakeSchema.Leaf;
import java.util.Arrays;
import java.util.List;

/// Writes maps of attributes: the columns of their keys and values, which have the same levels.
/// Used by one thread.
final class MapWriter {

  private final ChunkWriter chunks;
  private final SegmentBuilder builder;
  private final LevelBuffer levels = new LevelBuffer();
  private int[] keys = new int[1 << 12];
  private int[] values = new int[1 << 12];
  private int count;

  /// By row of the row group.
  private int[] starts = new int[0];

  private int[] ends = new int[0];

  MapWriter(ChunkWriter chunks, SegmentBuilder builder) {
    this.chunks = chunks;
    this.builder = builder;
  }

  /// The attributes of the rows `order[from..from+rows)`.
  List<WrittenChunk> ofSpans(int[] order, int from, int rows, int pageRows, IndexFeed index) {
    begin(rows, pageRows);
    AttributeColumn attributes = builder.attributes();
    int present = LakeSchema.leaf("attributes.key_value.key").maxDefinition();
    findEntries(attributes, order, from, rows);
    for (int i = 0; i < rows; i++) {
      levels.row(i);
      int start = starts[i];
      int end = ends[i];
      if (start == end) {
        levels.add(0, 0);
      }
      for (int entry = start; entry < end; entry++) {
        levels.add(entry == start ? 0 : 1, present);
        add(attributes, entry);
        if (AttributeColumn.mayHoldArray(attributes.code(entry))) {
          index.array();
        }
      }
    }
    index.attributes(keys, values, count);
    return write("");
  }

  /// Where the entries of each row lie. Rows are anywhere in memory; asked for in a loop of its
  /// own, many are fetched at once, and the loop over the entries knows early where it goes.
  private void findEntries(AttributeColumn attributes, int[] order, int from, int rows) {
    if (starts.length < rows) {
      starts = new int[rows];
      ends = new int[rows];
    }
    for (int i = 0; i < rows; i++) {
      int row = order[from + i];
      starts[i] = attributes.start(row);
      ends[i] = attributes.end(row);
    }
  }

  /// The attributes of the events, or links, of the rows `order[from..from+rows)`.
  ///
  /// @param prefix of the leaves' paths
  List<WrittenChunk> ofChildren(
      String prefix,
      ChildRuns runs,
      AttributeColumn attributes,
      int[] order,
      int from,
      int rows,
      int pageRows) {
    begin(rows, pageRows);
    int present = LakeSchema.leaf(prefix + "attributes.key_value.key").maxDefinition();
    for (int i = 0; i < rows; i++) {
      levels.row(i);
      int row = order[from + i];
      int first = runs.start(row);
      int last = first + runs.count(row);
      if (first == last) {
        levels.add(0, 0);
      }
      for (int child = first; child < last; child++) {
        addChild(attributes, child, child == first ? 0 : 1, present);
      }
    }
    return write(prefix);
  }

  private void addChild(AttributeColumn attributes, int child, int repetition, int present) {
    int start = attributes.start(child);
    int end = attributes.end(child);
    if (start == end) {
      levels.add(repetition, present - 1);
    }
    for (int entry = start; entry < end; entry++) {
      levels.add(entry == start ? repetition : 2, present);
      add(attributes, entry);
    }
  }

  private void begin(int rows, int pageRows) {
    levels.clear(rows, pageRows);
    count = 0;
  }

  private void add(AttributeColumn attributes, int entry) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
      values = Arrays.copyOf(values, count * 2);
    }
    keys[count] = attributes.key(entry);
    values[count++] = attributes.value(entry);
  }

  private List<WrittenChunk> write(String prefix) {
    Leaf key = LakeSchema.leaf(prefix + "attributes.key_value.key");
    Leaf value = LakeSchema.leaf(prefix + "attributes.key_value.value");
    PageLevels shared = levels.toLevels(key);
    return List.of(
        chunks.texts(key, shared, builder.keys(), keys),
        chunks.texts(value, shared, builder.texts(), values));
  }
}
