package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Parquet file, mapped and with its footer parsed.
final class ParquetFile implements AutoCloseable {

  private final MappedFile file;
  private final ParquetFooter footer;

  private ParquetFile(MappedFile file, ParquetFooter footer) {
    this.file = file;
    this.footer = footer;
  }

  /// @throws CorruptFileException when it is no Parquet file
  static ParquetFile open(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    try {
      return new ParquetFile(file, ParquetFooter.read(file));
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  MappedFile file() {
    return file;
  }

  ParquetFooter footer() {
    return footer;
  }

  /// The column of a dotted path, or null.
  @Nullable ParquetColumn column(String path) {
    for (ParquetColumn column : footer.columns()) {
      if (column.path().equals(path)) {
        return column;
      }
    }
    return null;
  }

  /// By Iceberg's field id.
  Map<Integer, ParquetColumn> columnsByFieldId() {
    Map<Integer, ParquetColumn> columns = new HashMap<>();
    for (ParquetColumn column : footer.columns()) {
      columns.put(column.fieldId(), column);
    }
    return columns;
  }

  @Override
  public void close() {
    file.close();
  }
}
