package dev.hopwise.store.lake;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Finds the pages of a column chunk from header to header, for files without offset indexes.
final class PageWalk {

  private PageWalk() {}

  static PageIndex of(MappedFile file, ColumnChunk chunk, int rows) {
    LongStream.Builder offsets = LongStream.builder();
    IntStream.Builder sizes = IntStream.builder();
    IntStream.Builder firstRows = IntStream.builder();
    long offset = chunk.beginning();
    long end = offset + chunk.bytes();
    long values = 0;
    int row = 0;
    try (PageBody body = new PageBody(file, chunk)) {
      while (values < chunk.values() && offset < end) {
        PageHeader header = body.readHeader(offset);
        int size = header.length() + header.storedBytes();
        if (header.type() == PageHeader.DATA) {
          offsets.add(offset);
          sizes.add(size);
          firstRows.add(row);
          values += header.values();
          row += rowsOf(body, header, offset, size, chunk.column());
        }
        offset += size;
      }
    } catch (MalformedBytesException e) {
      throw new CorruptFileException(file.path(), offset, "page of " + chunk.column().path(), e);
    }
    if (row != rows || values != chunk.values()) {
      throw new CorruptFileException(
          file.path(), offset, row + " rows in pages of " + chunk.column().path());
    }
    return new PageIndex(
        offsets.build().toArray(), sizes.build().toArray(), firstRows.build().toArray());
  }

  /// Rows that begin in the page.
  private static int rowsOf(
      PageBody body, PageHeader header, long offset, int size, ParquetColumn column) {
    if (column.maxRepetition() == 0) {
      return header.values();
    }
    body.load(offset, size).requireRunLengthLevels(column);
    byte[] levels = new byte[header.values()];
    body.readLevels(0, column.maxRepetition(), levels, levels.length);
    if (levels.length > 0 && levels[0] != 0) {
      throw new MalformedBytesException("a row continues over pages, and no offset index");
    }
    int rows = 0;
    for (byte level : levels) {
      rows += level == 0 ? 1 : 0;
    }
    return rows;
  }
}
