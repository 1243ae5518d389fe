package dev.hopwise.store.lake;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The slots of one column for a range of rows, copied out of its pages, to be taken one by one.
final class LeafCursor {

  private final ParquetColumn column;
  private byte[] definitions = new byte[0];
  private byte[] repetitions = new byte[0];
  private int slots;
  private int slot;

  /// Numbers, or the two halves of UUIDs one after the other.
  private long[] numbers = new long[0];

  private String[] texts = new String[0];
  private int values;
  private int value;

  LeafCursor(ParquetColumn column) {
    this.column = column;
  }

  /// Copies rows of a row group, of one page after the other.
  void load(ColumnReader reader, int fromRow, int toRow) {
    PageIndex pages = reader.pages();
    int row = fromRow;
    while (row < toRow) {
      int page = pages.pageOf(row);
      int end = page + 1 < pages.pages() ? pages.firstRows()[page + 1] : toRow;
      int to = Math.min(toRow, end);
      reader.select(row, to);
      reader.decode();
      appendLevels(reader);
      appendValues(reader);
      row = to;
    }
  }

  /// Whether a value is next; takes the slot when there is none.
  private boolean present() {
    if (slot == slots) {
      throw new MalformedBytesException(column.path() + " has too few values");
    }
    boolean present = column.maxDefinition() == 0 || definitions[slot] == column.maxDefinition();
    slot++;
    return present;
  }

  /// Takes a number; `absent` when it is null.
  long number(long absent) {
    return present() ? numbers[value++] : absent;
  }

  /// Takes a text, or null.
  @Nullable String text() {
    return present() ? texts[value++] : null;
  }

  /// Takes the halves of a UUID, which is not null.
  void uuid(long[] highAndLow) {
    if (!present()) {
      throw new MalformedBytesException(column.path() + " is null");
    }
    highAndLow[0] = numbers[2 * value];
    highAndLow[1] = numbers[2 * value + 1];
    value++;
  }

  /// Whether the innermost list or map has an element in the next slot; else that slot is taken.
  boolean hasElement() {
    if (slot < slots && definitions[slot] >= column.innermostRepeated()) {
      return true;
    }
    present();
    return false;
  }

  /// Whether the next slot continues the list or map of that nesting.
  boolean continues(int level) {
    return slot < slots && repetitions[slot] >= level;
  }

  private void appendLevels(ColumnReader reader) {
    int count = reader.slotTo() - reader.slotFrom();
    if (column.maxDefinition() > 0) {
      definitions = append(definitions, reader.definitions(), reader.slotFrom(), count);
    }
    if (column.maxRepetition() > 0) {
      repetitions = append(repetitions, reader.repetitions(), reader.slotFrom(), count);
    }
    slots += count;
  }

  private byte[] append(byte[] to, byte[] from, int offset, int count) {
    byte[] larger = Arrays.copyOf(to, slots + count);
    System.arraycopy(from, offset, larger, slots, count);
    return larger;
  }

  private void appendValues(ColumnReader reader) {
    int count = reader.valueCount();
    if (column.isNumber()) {
      numbers = Arrays.copyOf(numbers, values + count);
      for (int i = 0; i < count; i++) {
        numbers[values + i] = reader.number(i);
      }
    } else if (column.type() == ParquetColumn.FIXED) {
      numbers = Arrays.copyOf(numbers, 2 * (values + count));
      for (int i = 0; i < count; i++) {
        numbers[2 * (values + i)] = reader.high(i);
        numbers[2 * (values + i) + 1] = reader.low(i);
      }
    } else {
      texts = Arrays.copyOf(texts, values + count);
      for (int i = 0; i < count; i++) {
        texts[values + i] = reader.text(i);
      }
    }
    values += count;
  }
}
