package dev.hopwise.store.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Reads one column of one row group, a range of rows at a time; a range must lie within a page.
///
/// A slot is a place in a column: a value, or a null or an empty list. Slots carry levels; values
/// are counted from 0 for the range. Buffers are used again, so what it gives holds until the next
/// {@link #select}.
///
/// Used by one thread; readers come from a {@link ReaderPool}.
final class ColumnReader implements AutoCloseable {

  /// More values in one page are refused.
  private static final int PAGE_VALUES_MAX = 1 << 24;

  /// Buffers beyond this are not kept for the next query.
  private static final int KEPT_VALUES_MAX = 1 << 18;

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final PageBody body = new PageBody();
  private final PageBody dictionaryBody = new PageBody();
  private final PageValues values = new PageValues(body);

  private @Nullable MappedFile file;
  private @Nullable ColumnChunk chunk;
  private @Nullable PageIndex pages;
  private @Nullable Dictionary dictionary;
  private int rowGroupRows;

  private int loadedPage;
  private @Nullable PageHeader header;
  private boolean levelsRead;
  private int valuesAt;
  private byte[] definitions = new byte[0];
  private byte[] repetitions = new byte[0];

  /// Numbers looked up in the dictionary.
  private long[] looked = new long[0];

  private int slotFrom;
  private int slotTo;
  private int valueFrom;
  private int valueCount;

  ColumnReader() {}

  /// Turns to a column.
  void open(MappedFile newFile, RowGroup rowGroup, ParquetColumn column) {
    file = newFile;
    ColumnChunk next = rowGroup.chunks().get(column.index());
    chunk = next;
    rowGroupRows = rowGroup.rows();
    dictionary = null;
    loadedPage = -1;
    body.open(newFile, next);
    pages = PageIndex.read(newFile, next, rowGroupRows);
  }

  ColumnChunk chunk() {
    return opened(chunk);
  }

  PageIndex pages() {
    return opened(pages);
  }

  /// Whether the page that holds a row stores ids of the dictionary; cheap, for it is not loaded.
  boolean hasIds(int row) {
    int page = pages().pageOf(row);
    if (page == loadedPage) {
      return hasIds();
    }
    try {
      long offset = pages().offsets()[page];
      return PageValues.isDictionary(body.readHeader(offset, pages().sizes()[page]).encoding());
    } catch (MalformedBytesException e) {
      throw corrupt(page, e);
    }
  }

  /// Selects rows of the row group, which must lie within one page, and reads their levels.
  void select(int fromRow, int toRow) {
    int page = pages().pageOf(fromRow);
    try {
      load(page, toRow);
      readLevels();
      locate(fromRow - pages().firstRows()[page], toRow - pages().firstRows()[page]);
    } catch (MalformedBytesException | IndexOutOfBoundsException | ArithmeticException e) {
      throw corrupt(page, e);
    }
  }

  /// Selects the same slots as another column of the same nesting: the value of a map that has the
  /// other as its key.
  void selectLike(ColumnReader other, int fromRow, int toRow) {
    int page = pages().pageOf(fromRow);
    boolean same =
        chunk().column().maxDefinition() == other.chunk().column().maxDefinition()
            && pages().firstRows()[page] == other.pages().firstRows()[other.loadedPage];
    if (!same) {
      select(fromRow, toRow);
      return;
    }
    try {
      load(page, toRow);
      if (opened(header).values() != opened(other.header).values()) { // it ends at another row
        select(fromRow, toRow);
        return;
      }
      skipLevels();
      slotFrom = other.slotFrom;
      slotTo = other.slotTo;
      valueFrom = other.valueFrom;
      valueCount = other.valueCount;
    } catch (MalformedBytesException | IndexOutOfBoundsException e) {
      throw corrupt(page, e);
    }
  }

  /// Decodes the values of the range.
  void decode() {
    try {
      PageHeader page = opened(header);
      if (PageValues.isDictionary(page.encoding())) {
        values.readIds(valuesAt, valueFrom, valueCount, dictionary().size());
      } else {
        int inPage = chunk().column().maxDefinition() == 0 ? page.values() : presentInPage();
        values.read(chunk().column(), page.encoding(), valuesAt, inPage, valueFrom, valueCount);
      }
    } catch (MalformedBytesException | IndexOutOfBoundsException | ArithmeticException e) {
      throw corrupt(loadedPage, e);
    }
  }

  /// Slots of the range are those from here up to {@link #slotTo}.
  int slotFrom() {
    return slotFrom;
  }

  int slotTo() {
    return slotTo;
  }

  /// Definition levels by slot; not for columns whose highest is 0.
  byte[] definitions() {
    return definitions;
  }

  /// Repetition levels by slot; not for columns whose highest is 0.
  byte[] repetitions() {
    return repetitions;
  }

  /// Values in the range.
  int valueCount() {
    return valueCount;
  }

  /// Whether the selected page stores ids of the dictionary.
  boolean hasIds() {
    return PageValues.isDictionary(opened(header).encoding());
  }

  /// Ids by value, when {@link #hasIds}.
  int[] ids() {
    return values.ids();
  }

  /// The dictionary of the column in this row group.
  Dictionary dictionary() {
    Dictionary known = dictionary;
    if (known == null) {
      known = readDictionary();
      dictionary = known;
    }
    return known;
  }

  long number(int value) {
    return hasIds() ? dictionary().number(values.ids()[value]) : values.numbers()[value];
  }

  /// The numbers of the range, in an array that may be longer.
  long[] numbers() {
    if (!hasIds()) {
      return values.numbers();
    }
    if (looked.length < valueCount) {
      looked = new long[valueCount];
    }
    Dictionary from = dictionary();
    int[] ids = values.ids();
    for (int i = 0; i < valueCount; i++) {
      looked[i] = from.number(ids[i]);
    }
    return looked;
  }

  /// The array that the text or UUID lies in.
  byte[] bytes() {
    return hasIds() ? dictionary().bytes() : values.bytes();
  }

  int start(int value) {
    return hasIds() ? dictionary().start(values.ids()[value]) : values.start(value);
  }

  int length(int value) {
    return hasIds() ? dictionary().length(values.ids()[value]) : values.length(value);
  }

  String text(int value) {
    return new String(bytes(), start(value), length(value), StandardCharsets.UTF_8);
  }

  /// Adds the numbers of the texts or UUIDs that satisfy a predicate, unless {@link #hasIds}.
  void texts(TextPredicate predicate, BitSet to) {
    predicate.matching(values.bytes(), values.starts(), values.lengths(), valueCount, to);
  }

  /// The first half of a UUID.
  long high(int value) {
    return (long) BIG_ENDIAN.get(bytes(), start(value));
  }

  long low(int value) {
    return (long) BIG_ENDIAN.get(bytes(), start(value) + Long.BYTES);
  }

  /// Decompressed bytes since the last call.
  long takeBytesRead() {
    return body.takeBytesRead() + dictionaryBody.takeBytesRead();
  }

  /// Lets go of the file, and of buffers that are unusually large.
  void reset() {
    file = null;
    chunk = null;
    pages = null;
    dictionary = null;
    header = null;
    loadedPage = -1;
    body.reset();
    dictionaryBody.reset();
    values.reset(KEPT_VALUES_MAX);
    if (looked.length > KEPT_VALUES_MAX) {
      looked = new long[0];
    }
    if (definitions.length > KEPT_VALUES_MAX) {
      definitions = new byte[0];
      repetitions = new byte[0];
    }
  }

  @Override
  public void close() {
    body.close();
    dictionaryBody.close();
  }

  private Dictionary readDictionary() {
    long offset = chunk().beginning();
    PageBody page = dictionaryBody;
    try {
      page.open(opened(file), chunk());
      PageHeader head = page.readHeader(offset);
      if (head.type() != PageHeader.DICTIONARY) {
        throw new MalformedBytesException("no dictionary where it should be");
      }
      page.load(offset, head.length() + head.storedBytes());
      return Dictionary.read(page, head.values(), chunk().column());
    } catch (MalformedBytesException e) {
      throw corrupt(offset, e);
    }
  }

  private void load(int page, int toRow) {
    int end = endOf(page);
    if (toRow > end) {
      throw new IllegalArgumentException("rows up to " + toRow + " of a page up to " + end);
    }
    if (page == loadedPage) {
      return;
    }
    loadedPage = -1;
    levelsRead = false;
    PageHeader head = body.load(pages().offsets()[page], pages().sizes()[page]);
    head.requireRunLengthLevels(chunk().column());
    boolean flat = chunk().column().maxRepetition() == 0;
    int rows = end - pages().firstRows()[page];
    if (head.type() != PageHeader.DATA
        || head.values() > PAGE_VALUES_MAX
        || (flat && head.values() != rows)
        || head.values() < rows) {
      throw new MalformedBytesException(head.values() + " values in a page of " + rows + " rows");
    }
    header = head;
    loadedPage = page;
  }

  private int endOf(int page) {
    int[] firstRows = pages().firstRows();
    return page + 1 < firstRows.length ? firstRows[page + 1] : rowGroupRows;
  }

  private void readLevels() {
    if (levelsRead) {
      return;
    }
    int count = opened(header).values();
    ParquetColumn column = chunk().column();
    int at = 0;
    if (column.maxRepetition() > 0) {
      repetitions = ensure(repetitions, count);
      at = body.readLevels(at, column.maxRepetition(), repetitions, count);
    }
    if (column.maxDefinition() > 0) {
      definitions = ensure(definitions, count);
      at = body.readLevels(at, column.maxDefinition(), definitions, count);
    }
    valuesAt = at;
    levelsRead = true;
  }

  private void skipLevels() {
    int at = chunk().column().maxRepetition() > 0 ? body.endOfLevels(0) : 0;
    valuesAt = chunk().column().maxDefinition() > 0 ? body.endOfLevels(at) : at;
  }

  private int presentInPage() {
    if (!levelsRead) {
      readLevels();
    }
    return present(0, opened(header).values());
  }

  private int present(int from, int to) {
    byte max = (byte) chunk().column().maxDefinition();
    int count = 0;
    for (int i = from; i < to; i++) {
      count += definitions[i] == max ? 1 : 0;
    }
    return count;
  }

  private void locate(int fromRow, int toRow) {
    slotFrom = fromRow;
    slotTo = toRow;
    if (chunk().column().maxRepetition() > 0) {
      slotFrom = slotOfRow(0, fromRow);
      slotTo = slotOfRow(slotFrom, toRow - fromRow);
    }
    if (chunk().column().maxDefinition() == 0) {
      valueFrom = fromRow;
      valueCount = toRow - fromRow;
    } else {
      valueFrom = present(0, slotFrom);
      valueCount = present(slotFrom, slotTo);
    }
  }

  /// The slot at which the row begins that is so many rows behind the one beginning at a slot.
  private int slotOfRow(int from, int rows) {
    int slots = opened(header).values();
    int slot = from;
    for (int row = 0; row < rows; row++) {
      if (slot == slots) {
        throw new MalformedBytesException("a page ends before its rows do");
      }
      slot++;
      while (slot < slots && repetitions[slot] != 0) {
        slot++;
      }
    }
    return slot;
  }

  private static byte[] ensure(byte[] array, int length) {
    return array.length >= length ? array : new byte[length];
  }

  private CorruptFileException corrupt(int page, RuntimeException cause) {
    return corrupt(pages().offsets()[page], cause);
  }

  private CorruptFileException corrupt(long offset, RuntimeException cause) {
    return new CorruptFileException(
        opened(file).path(), offset, "page of " + chunk().column().path() + ": " + cause, cause);
  }

  private static <T> T opened(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("no column is open");
    }
    return value;
  }

  /// For messages.
  @Override
  public String toString() {
    return "ColumnReader" + Arrays.asList(chunk, loadedPage);
  }
}
