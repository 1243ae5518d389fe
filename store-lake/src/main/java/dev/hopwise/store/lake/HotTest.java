package dev.hopwise.store.lake;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/// Finds the rows of a builder that satisfy a filter, a block of rows at a time, so that each
/// column is passed over in one go. Made for one query, and used by one thread.
interface HotTest {

  /// Takes out the rows that do not satisfy it.
  ///
  /// @param from the block's first row, from which the others are counted
  void retain(int from, BitSet rows);

  /// Asks row by row.
  static HotTest each(IntPredicate row) {
    return (from, rows) -> {
      for (int i = rows.nextSetBit(0); i >= 0; i = rows.nextSetBit(i + 1)) {
        if (!row.test(from + i)) {
          rows.clear(i);
        }
      }
    };
  }

  /// Asks once for each distinct number of a column.
  static HotTest eachOf(IntColumn column, IntPredicate number) {
    return (from, rows) -> {
      for (int i = rows.nextSetBit(0); i >= 0; i = rows.nextSetBit(i + 1)) {
        if (!number.test(column.get(from + i))) {
          rows.clear(i);
        }
      }
    };
  }

  /// All of them.
  static HotTest all(List<HotTest> tests) {
    return (from, rows) -> {
      for (HotTest test : tests) {
        if (rows.isEmpty()) {
          return;
        }
        test.retain(from, rows);
      }
    };
  }

  /// Any of them.
  static HotTest any(List<HotTest> tests) {
    return (from, rows) -> {
      BitSet left = (BitSet) rows.clone();
      rows.clear();
      for (HotTest test : tests) {
        BitSet satisfying = (BitSet) left.clone();
        test.retain(from, satisfying);
        rows.or(satisfying);
        left.andNot(satisfying);
      }
    };
  }

  /// The others.
  static HotTest except(HotTest test) {
    return (from, rows) -> {
      BitSet satisfying = (BitSet) rows.clone();
      test.retain(from, satisfying);
      rows.andNot(satisfying);
    };
  }
}
