package dev.hopwise.store.lake.rollup;

import dev.hopwise.model.StatusCode;
import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.store.rollup.RollupReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Gives the rows of a segment's blocks to a reader. Allocates nothing per row. Not thread-safe.
final class RowReader {

  /// No bucket lies further from its neighbour.
  private static final int INDEX_MAX = 4_096;

  private final RollupReader reader;
  private final List<SeriesKey> fresh = new ArrayList<>();

  private static final byte SPANS = 0;
  private static final byte FAILED_SPANS = 1;
  private static final byte EDGE = 2;

  /// By number in the dictionary: the reader's slot, and what kind of series it is.
  private int[] slots = new int[1_024];

  private byte[] kinds = new byte[1_024];
  private int keys;

  private final VarintReader[] columns = new VarintReader[RowColumns.COUNT];
  private final DurationCounts durations = new DurationCounts();
  private final DurationCounts callerDurations = new DurationCounts();

  RowReader(RollupReader reader) {
    this.reader = reader;
    Arrays.setAll(columns, _ -> new VarintReader());
  }

  /// Another segment begins, with a dictionary of its own.
  void begin() {
    keys = 0;
  }

  /// Adds to the dictionary.
  void dictionary(byte[] bytes, int length) {
    fresh.clear();
    KeyCodec.read(new VarintReader().over(bytes, 0, length), fresh);
    for (SeriesKey key : fresh) {
      if (keys == slots.length) {
        slots = Arrays.copyOf(slots, keys * 2);
        kinds = Arrays.copyOf(kinds, keys * 2);
      }
      slots[keys] = reader.slot(key);
      kinds[keys++] = kindOf(key);
    }
  }

  /// Gives the rows of a block.
  void rows(byte[] bytes, int length) {
    if (length == 0) {
      return;
    }
    open(bytes, length);
    VarintReader ids = columns[0];
    VarintReader errors = columns[1];
    int id = -1;
    while (ids.left() > 0) {
      id += ids.next(keys);
      if (id < 0 || id >= keys) {
        throw new DamagedBlockException("series " + id + " of " + keys);
      }
      if (kinds[id] == EDGE) {
        edge(slots[id], errors.next());
      } else {
        spans(slots[id], kinds[id] == FAILED_SPANS);
      }
    }
  }

  private static byte kindOf(SeriesKey key) {
    return switch (key) {
      case SeriesKey.OfEdge _ -> EDGE;
      case SeriesKey.OfSpans spans -> spans.statusCode() == StatusCode.ERROR ? FAILED_SPANS : SPANS;
    };
  }

  private void open(byte[] bytes, int length) {
    VarintReader lengths = columns[0].over(bytes, 0, length);
    int[] sizes = new int[RowColumns.COUNT];
    for (int column = 0; column < RowColumns.COUNT; column++) {
      sizes[column] = lengths.next(length);
    }
    int at = lengths.at();
    for (int column = 0; column < RowColumns.COUNT; column++) {
      if (sizes[column] > length - at) {
        throw new DamagedBlockException("columns of more than " + length + " bytes");
      }
      columns[column].over(bytes, at, sizes[column]);
      at += sizes[column];
    }
  }

  private void spans(int slot, boolean failed) {
    if (slot == RollupReader.SKIP) {
      skip();
    } else {
      read(durations);
      reader.row(slot, failed ? durations.count() : 0, durations, durations);
    }
  }

  private void edge(int slot, long errorsAndSame) {
    boolean same = (errorsAndSame & 1) != 0;
    if (slot == RollupReader.SKIP) {
      skip();
      if (!same) {
        skip();
      }
      return;
    }
    read(durations);
    if (!same) {
      read(callerDurations);
    }
    reader.row(slot, errorsAndSame >>> 1, durations, same ? durations : callerDurations);
  }

  private void read(DurationCounts into) {
    into.reset(columns[2].next(), columns[3].next());
    int size = columns[4].next(INDEX_MAX);
    VarintReader gaps = columns[6];
    VarintReader counts = columns[7];
    int index = size == 0 ? 0 : columns[5].nextSigned();
    for (int place = 0; place < size; place++) {
      if (place > 0) {
        index += 1 + gaps.next(INDEX_MAX);
      }
      into.add(index, counts.next() + 1);
    }
  }

  private void skip() {
    columns[2].skip(1);
    columns[3].skip(1);
    int size = columns[4].next(INDEX_MAX);
    if (size > 0) {
      columns[5].skip(1);
      columns[6].skip(size - 1);
      columns[7].skip(size);
    }
  }
}
