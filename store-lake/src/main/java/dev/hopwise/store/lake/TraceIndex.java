package dev.hopwise.store.lake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Finds the rows of a trace: ids in order, cut off where they are unique, in blocks of 64 of which
/// only the first entry is looked at until the right block is found.
///
/// ```
/// u32 traces
/// for each block:  u32 offset of its first entry (from the section's beginning), u32 first row
/// for each trace:  u8  shared << 4 | (n − 1)    shared: bytes in common with the entry before
///                  n bytes of the id
///                  varint rows
/// ```
final class TraceIndex {

  static final int BLOCK_TRACES = 64;
  static final int SAMPLE_BYTES = 8;

  /// An entry: a head, an id, and a varint.
  private static final int ENTRY_BYTES_MAX = 1 + 16 + 5;

  private static final int BLOCK_BYTES_MAX = BLOCK_TRACES * ENTRY_BYTES_MAX;

  private final MappedFile file;
  private final long offset;
  private final long length;
  private final int traces;

  /// @param offset where the section begins; its checksum was found right
  TraceIndex(MappedFile file, long offset, long length) {
    this.file = file;
    this.offset = offset;
    this.length = length;
    this.traces = intAt(0);
    long head = Integer.BYTES + (long) blocks() * SAMPLE_BYTES;
    if (traces < 0 || head > length) {
      throw new CorruptFileException(file.path(), offset, "a trace index of " + traces);
    }
  }

  int traces() {
    return traces;
  }

  /// The rows that may be the trace's, or null when it is surely not there.
  @Nullable RowRange find(long idHigh, long idLow) {
    byte[] id = ByteBuffer.allocate(16).putLong(idHigh).putLong(idLow).array();
    byte[] entries = new byte[BLOCK_BYTES_MAX];
    int low = 0;
    int high = blocks() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      load(middle, entries, ENTRY_BYTES_MAX);
      if (compare(entries, 1, (entries[0] & 0xf) + 1, id) > 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return high < 0 ? null : scan(high, entries, id);
  }

  private @Nullable RowRange scan(int block, byte[] entries, byte[] id) {
    int available = load(block, entries, BLOCK_BYTES_MAX);
    int count = Math.min(BLOCK_TRACES, traces - block * BLOCK_TRACES);
    int row = intAt(Integer.BYTES + (long) block * SAMPLE_BYTES + Integer.BYTES);
    byte[] entry = new byte[16 + 16];
    int at = 0;
    try {
      for (int i = 0; i < count; i++) {
        int shared = (entries[at] & 0xff) >>> 4;
        int own = (entries[at] & 0xf) + 1;
        System.arraycopy(entries, at + 1, entry, shared, own);
        at += 1 + own;
        int rows = 0;
        for (int shift = 0; ; shift += 7) {
          byte next = entries[at++];
          rows |= (next & 0x7f) << shift;
          if (next >= 0) {
            break;
          }
        }
        int order = compare(entry, 0, shared + own, id);
        if (order == 0) {
          return new RowRange(row, row + rows);
        }
        if (order > 0 || at > available) {
          return null;
        }
        row += rows;
      }
      return null;
    } catch (IndexOutOfBoundsException e) {
      throw new CorruptFileException(file.path(), offset, "trace index block " + block, e);
    }
  }

  /// How a cut id stands to a whole one; 0 when it is its beginning.
  private static int compare(byte[] cut, int from, int cutLength, byte[] id) {
    for (int i = 0; i < Math.min(cutLength, id.length); i++) {
      int order = Byte.compareUnsigned(cut[from + i], id[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int blocks() {
    return (traces + BLOCK_TRACES - 1) / BLOCK_TRACES;
  }

  /// Copies the beginning of a block.
  ///
  /// @return bytes copied
  private int load(int block, byte[] to, int atMost) {
    int begin = intAt(Integer.BYTES + (long) block * SAMPLE_BYTES);
    if (begin < 0 || begin >= length) {
      throw new CorruptFileException(file.path(), offset, "trace index block at " + begin);
    }
    int bytes = (int) Math.min(atMost, length - begin);
    file.copy(offset + begin, to, 0, bytes);
    return bytes;
  }

  private int intAt(long at) {
    byte[] bytes = file.copy(offset + at, Integer.BYTES);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }
}
