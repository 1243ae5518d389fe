package dev.hopwise.store.lake;

import java.util.Arrays;

/// Where the pages of a column chunk are: its offset index or, where a writer left that out, what a
/// walk from header to header finds.
///
/// Read when needed and then forgotten: it costs about a microsecond, and would be the largest part
/// of an open file in memory.
///
/// @param sizes header and body
/// @param firstRows within the row group
@SuppressWarnings("ArrayRecordComponent") // never compared
record PageIndex(long[] offsets, int[] sizes, int[] firstRows) {

  static PageIndex read(MappedFile file, ColumnChunk chunk, int rows) {
    long offset = chunk.offsetIndexOffset();
    if (offset < 0) {
      return PageWalk.of(file, chunk, rows);
    }
    int length = chunk.offsetIndexLength();
    ThriftReader thrift = new ThriftReader(file.copy(offset, length), 0, length);
    try {
      PageIndex index = read(thrift);
      index.check(chunk, rows);
      return index;
    } catch (MalformedBytesException e) {
      throw new CorruptFileException(
          file.path(), offset, "offset index of " + chunk.column().path(), e);
    }
  }

  int pages() {
    return offsets.length;
  }

  /// The page that holds a row.
  int pageOf(int row) {
    int found = Arrays.binarySearch(firstRows, row);
    return found >= 0 ? found : -found - 2;
  }

  private static PageIndex read(ThriftReader thrift) {
    PageIndex index = new PageIndex(new long[0], new int[0], new int[0]);
    thrift.enter();
    while (thrift.nextField()) {
      if (thrift.fieldId() == 1) {
        int length = thrift.list(ThriftReader.STRUCT);
        index = new PageIndex(new long[length], new int[length], new int[length]);
        for (int i = 0; i < length; i++) {
          index.readLocation(thrift, i);
        }
      } else {
        thrift.skip();
      }
    }
    return index;
  }

  private void readLocation(ThriftReader thrift, int page) {
    thrift.enter();
    while (thrift.nextField()) {
      switch (thrift.fieldId()) {
        case 1 -> offsets[page] = thrift.integer();
        case 2 -> sizes[page] = thrift.size("a page's size");
        case 3 -> firstRows[page] = thrift.size("a page's first row");
        default -> thrift.skip();
      }
    }
    thrift.leave();
  }

  private void check(ColumnChunk chunk, int rows) {
    boolean ok = pages() > 0 && firstRows[0] == 0 && firstRows[pages() - 1] <= rows;
    for (int i = 1; ok && i < pages(); i++) {
      ok = firstRows[i] > firstRows[i - 1];
    }
    if (!ok && rows > 0) {
      throw new MalformedBytesException("pages of " + chunk.column().path() + " are out of order");
    }
  }
}
