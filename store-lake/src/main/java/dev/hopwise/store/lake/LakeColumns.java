package dev.hopwise.store.lake;

import dev.hopwise.store.lake.LakeSchema.Leaf;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Which columns of a file are which of the table, by Iceberg's field ids. Files of the same schema
/// share one.
final class LakeColumns {

  static final int FIELD_ID_MAX =
      LakeSchema.LEAVES.stream().mapToInt(Leaf::fieldId).max().orElseThrow();

  private static final AtomicReference<@Nullable LakeColumns> LAST = new AtomicReference<>();

  private final List<ParquetColumn> columns;
  private final @Nullable ParquetColumn[] byFieldId = new ParquetColumn[FIELD_ID_MAX + 1];

  private LakeColumns(ParquetFile file) {
    columns = file.footer().columns();
    Map<Integer, ParquetColumn> found = file.columnsByFieldId();
    for (Leaf leaf : LakeSchema.LEAVES) {
      ParquetColumn column = found.get(leaf.fieldId());
      if (column != null) {
        requireLike(file, leaf, column);
        byFieldId[leaf.fieldId()] = column;
      } else if (leaf.maxDefinition() == 0) {
        throw new CorruptFileException(
            file.file().path(), 0, "column " + leaf.dottedPath() + " is missing");
      }
    }
  }

  /// @throws CorruptFileException when a column is not as the table's
  static LakeColumns of(ParquetFile file) {
    LakeColumns last = LAST.get();
    if (last != null && last.isOf(file)) {
      return last;
    }
    LakeColumns made = new LakeColumns(file);
    LAST.set(made);
    return made;
  }

  @SuppressWarnings("ReferenceEquality") // files of the same schema share the list
  private boolean isOf(ParquetFile file) {
    return columns == file.footer().columns();
  }

  /// The file's column, or null when it was written before the table had it.
  @Nullable ParquetColumn get(Leaf leaf) {
    return byFieldId[leaf.fieldId()];
  }

  private static void requireLike(ParquetFile file, Leaf leaf, ParquetColumn column) {
    if (column.type() != leaf.type().number()
        || column.maxDefinition() != leaf.maxDefinition()
        || column.maxRepetition() != leaf.maxRepetition()
        || (column.type() == ParquetColumn.FIXED && column.typeLength() != 16)) {
      throw new CorruptFileException(
          file.file().path(), 0, "column " + column + " is not the table's " + leaf);
    }
  }
}
