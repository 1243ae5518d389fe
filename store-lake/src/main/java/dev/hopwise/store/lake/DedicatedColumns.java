package dev.hopwise.store.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The attributes that have a column of their own, as a builder holds them: texts by their id, and
/// the one integer as it is.
///
/// **Threads.** As {@link IntColumn}.
final class DedicatedColumns {

  private static final List<LakeColumn> COLUMNS = List.copyOf(LakeSchema.DEDICATED);

  /// The place of the column that holds an integer.
  static final int STATUS_CODE_PLACE = COLUMNS.indexOf(LakeColumn.HTTP_RESPONSE_STATUS_CODE);

  static final int COUNT = COLUMNS.size();

  private final List<IntColumn> columns = new ArrayList<>();

  DedicatedColumns(int rowsMax, HeapUse heap) {
    for (int i = 0; i < COUNT; i++) {
      columns.add(new IntColumn(rowsMax, heap));
    }
  }

  IntColumn column(int place) {
    return columns.get(place);
  }

  /// The place of a column, or −1 when it holds no attribute.
  static int place(LakeColumn column) {
    return COLUMNS.indexOf(column);
  }

  static String key(LakeColumn column) {
    return Objects.requireNonNull(column.attributeKey());
  }

  /// The place of a key's column, or −1.
  static int place(String key) {
    for (int i = 0; i < COUNT; i++) {
      if (key(COLUMNS.get(i)).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /// The id of the text, or the integer.
  int get(int place, int row) {
    return columns.get(place).get(row);
  }

  void set(int place, int row, int value) {
    columns.get(place).set(row, value);
  }

  static String key(int place) {
    return key(COLUMNS.get(place));
  }

  /// Forgets what an unfinished row left.
  void clear(int row) {
    for (int i = 0; i < COUNT; i++) {
      columns.get(i).set(row, 0);
    }
  }
}
