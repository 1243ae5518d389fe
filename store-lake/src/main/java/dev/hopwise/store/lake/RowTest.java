package dev.hopwise.store.lake;

import dev.hopwise.store.lake.LakeSchema.Leaf;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Finds the rows of a batch that satisfy a filter. Made for one query on one file, and used by one
/// thread.
sealed interface RowTest {

  /// A new set of row numbers, counted from the batch's first row.
  BitSet test(RowBatch batch);

  /// Adds the columns that are read for it.
  void addColumns(Set<Leaf> to);

  /// Nothing.
  record Never() implements RowTest {
    @Override
    public BitSet test(RowBatch batch) {
      return new BitSet();
    }

    @Override
    public void addColumns(Set<Leaf> to) {}
  }

  /// All of them; the first that finds nothing spares the others.
  record All(List<RowTest> tests) implements RowTest {
    @Override
    public BitSet test(RowBatch batch) {
      BitSet rows = new BitSet(batch.rows());
      rows.set(0, batch.rows());
      for (RowTest test : tests) {
        rows.and(test.test(batch));
        if (rows.isEmpty()) {
          return rows;
        }
      }
      return rows;
    }

    @Override
    public void addColumns(Set<Leaf> to) {
      tests.forEach(test -> test.addColumns(to));
    }
  }

  /// Any of them.
  record Any(List<RowTest> tests) implements RowTest {
    @Override
    public BitSet test(RowBatch batch) {
      BitSet rows = new BitSet(batch.rows());
      for (RowTest test : tests) {
        rows.or(test.test(batch));
      }
      return rows;
    }

    @Override
    public void addColumns(Set<Leaf> to) {
      tests.forEach(test -> test.addColumns(to));
    }
  }

  /// The others.
  record Except(RowTest test) implements RowTest {
    @Override
    public BitSet test(RowBatch batch) {
      BitSet rows = test.test(batch);
      rows.flip(0, batch.rows());
      return rows;
    }

    @Override
    public void addColumns(Set<Leaf> to) {
      test.addColumns(to);
    }
  }

  /// The span's attribute or, where it has none, its resource's.
  record OwnOrElse(RowTest own, RowTest ownExists, RowTest other) implements RowTest {
    @Override
    public BitSet test(RowBatch batch) {
      BitSet rows = other.test(batch);
      if (!rows.isEmpty()) {
        rows.andNot(ownExists.test(batch));
      }
      rows.or(own.test(batch));
      return rows;
    }

    @Override
    public void addColumns(Set<Leaf> to) {
      own.addColumns(to);
      ownExists.addColumns(to);
      other.addColumns(to);
    }
  }

  /// Whether a column that is neither a map nor a list has a value.
  record Present(Leaf leaf) implements RowTest {
    @Override
    public BitSet test(RowBatch batch) {
      BitSet rows = new BitSet(batch.rows());
      ColumnReader column = batch.read(leaf);
      if (column != null) {
        for (int row = nextRow(column, -1); row >= 0; row = nextRow(column, row)) {
          rows.set(row);
        }
      }
      return rows;
    }

    @Override
    public void addColumns(Set<Leaf> to) {
      to.add(leaf);
    }
  }

  /// A text or the hexadecimal form of an id, looked at once per distinct one where the column has
  /// a dictionary.
  final class OfText implements RowTest {
    private final Leaf leaf;
    private final TextPredicate predicate;
    private @Nullable Dictionary tested;
    private BitSet matching = new BitSet();

    OfText(Leaf leaf, TextPredicate predicate) {
      this.leaf = leaf;
      this.predicate = predicate;
    }

    @Override
    public BitSet test(RowBatch batch) {
      BitSet rows = new BitSet(batch.rows());
      ColumnReader column = batch.open(leaf);
      if (column == null) {
        return rows;
      }
      if (column.hasIds(batch.from())) {
        testDictionary(column.dictionary());
        if (!matching.isEmpty()) {
          addIds(batch.required(leaf), rows);
        }
      } else {
        addTexts(batch.required(leaf), rows);
      }
      return rows;
    }

    @Override
    public void addColumns(Set<Leaf> to) {
      to.add(leaf);
    }

    private void testDictionary(Dictionary dictionary) {
      if (tested != dictionary) {
        tested = dictionary;
        matching = predicate.matching(dictionary);
      }
    }

    private void addIds(ColumnReader column, BitSet rows) {
      int[] ids = column.ids();
      int only = matching.cardinality() == 1 ? matching.nextSetBit(0) : -1;
      for (int value = 0; value < column.valueCount(); value++) {
        if (only >= 0 ? ids[value] == only : matching.get(ids[value])) {
          rows.set(value);
        }
      }
      spread(column, rows);
    }

    private void addTexts(ColumnReader column, BitSet rows) {
      column.texts(predicate, rows);
      spread(column, rows);
    }
  }

  /// A number.
  ///
  /// @param bounds by which a row group can be ruled out, or null
  record OfNumber(Leaf leaf, LongPredicate predicate, @Nullable NumberPredicate bounds)
      implements RowTest {
    @Override
    public BitSet test(RowBatch batch) {
      BitSet rows = new BitSet(batch.rows());
      ColumnChunk chunk = batch.chunk(leaf);
      if (chunk == null || (bounds != null && !bounds.mayHoldWithin(chunk))) {
        return rows;
      }
      ColumnReader column = batch.required(leaf);
      long[] numbers = column.numbers();
      for (int value = 0; value < column.valueCount(); value++) {
        if (predicate.test(numbers[value])) {
          rows.set(value);
        }
      }
      spread(column, rows);
      return rows;
    }

    @Override
    public void addColumns(Set<Leaf> to) {
      to.add(leaf);
    }
  }

  /// The start in nanoseconds, which two columns hold.
  record OfStart(LongPredicate predicate) implements RowTest {
    @Override
    public BitSet test(RowBatch batch) {
      BitSet rows = new BitSet(batch.rows());
      ColumnReader micros = batch.required(FileSearch.START_TIME);
      ColumnReader nanos = batch.required(FileSearch.START_NANOS);
      for (int row = 0; row < batch.rows(); row++) {
        if (predicate.test(micros.number(row) * FileSegment.NANOS_PER_MICRO + nanos.number(row))) {
          rows.set(row);
        }
      }
      return rows;
    }

    @Override
    public void addColumns(Set<Leaf> to) {
      to.add(FileSearch.START_TIME);
      to.add(FileSearch.START_NANOS);
    }
  }

  /// An attribute that is looked for in a map.
  record OfMap(MapScan scan) implements RowTest {
    @Override
    public BitSet test(RowBatch batch) {
      return scan.test(batch);
    }

    @Override
    public void addColumns(Set<Leaf> to) {
      scan.addColumns(to);
    }
  }

  /// Turns numbers of values into those of their rows, in a column that is neither a map nor a
  /// list.
  private static void spread(ColumnReader column, BitSet values) {
    int max = column.chunk().column().maxDefinition();
    if (max == 0 || values.isEmpty()) {
      return;
    }
    byte[] definitions = column.definitions();
    int row = column.slotTo() - column.slotFrom();
    int value = column.valueCount();
    for (int last = values.length() - 1; last >= 0; last = values.previousSetBit(last - 1)) {
      while (value > last) {
        row--;
        value -= definitions[column.slotFrom() + row] == max ? 1 : 0;
      }
      values.clear(last);
      values.set(row); // never before its value, so that the others are not disturbed
    }
  }

  /// The next row behind this one, counted from the batch's first, that has a value in a column
  /// that is neither a map nor a list; −1 at the end.
  private static int nextRow(ColumnReader column, int row) {
    int count = column.slotTo() - column.slotFrom();
    int next = row + 1;
    int max = column.chunk().column().maxDefinition();
    if (max > 0) {
      byte[] definitions = column.definitions();
      int offset = column.slotFrom();
      while (next < count && definitions[offset + next] != max) {
        next++;
      }
    }
    return next < count ? next : -1;
  }
}
