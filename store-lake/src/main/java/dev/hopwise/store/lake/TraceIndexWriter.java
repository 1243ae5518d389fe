package dev.hopwise.store.lake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Collects the traces of a file and writes the section that {@link TraceIndex} reads; the bytes
/// are drawn there.
final class TraceIndexWriter {

  /// Bytes of an id that are kept behind the first one that tells it from its neighbours, so that
  /// an id that is not there rarely seems to be.
  private static final int CHECK_BYTES = 2;

  private static final int ID_BYTES = 16;

  /// Two longs for each trace.
  private long[] ids = new long[1 << 10];

  private int[] rows = new int[1 << 9];
  private int traces;
  private int nextRow;

  /// @throws IllegalArgumentException when it is not the next one in the order of ids and rows
  void add(long idHigh, long idLow, int firstRow, int rowCount) {
    if (firstRow != nextRow || rowCount < 1) {
      throw new IllegalArgumentException(
          rowCount + " rows from " + firstRow + ", expected is " + nextRow);
    }
    if (traces > 0 && compareWithLast(idHigh, idLow) <= 0) {
      throw new IllegalArgumentException("traces are not in the order of their ids");
    }
    if (traces == rows.length) {
      ids = Arrays.copyOf(ids, ids.length * 2);
      rows = Arrays.copyOf(rows, rows.length * 2);
    }
    ids[2 * traces] = idHigh;
    ids[2 * traces + 1] = idLow;
    rows[traces] = rowCount;
    traces++;
    nextRow = Math.addExact(nextRow, rowCount);
  }

  int rows() {
    return nextRow;
  }

  byte[] build() {
    int blocks = (traces + TraceIndex.BLOCK_TRACES - 1) / TraceIndex.BLOCK_TRACES;
    int headBytes = Integer.BYTES + blocks * TraceIndex.SAMPLE_BYTES;
    ByteBuffer head = ByteBuffer.allocate(headBytes).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(traces);
    ByteArrayOutputStream entries = new ByteArrayOutputStream(traces * 5);
    byte[] previous = new byte[0];
    int row = 0;
    for (int i = 0; i < traces; i++) {
      if (i % TraceIndex.BLOCK_TRACES == 0) {
        head.putInt(headBytes + entries.size()).putInt(row);
        previous = new byte[0];
      }
      byte[] id = cut(i);
      writeEntry(entries, previous, id, rows[i]);
      previous = id;
      row += rows[i];
    }
    byte[] section = Arrays.copyOf(head.array(), headBytes + entries.size());
    System.arraycopy(entries.toByteArray(), 0, section, headBytes, entries.size());
    return section;
  }

  private static void writeEntry(
      ByteArrayOutputStream to, byte[] previous, byte[] id, int rowCount) {
    int mismatch = Arrays.mismatch(previous, id);
    int shared = mismatch < 0 ? 0 : mismatch;
    to.write(shared << 4 | (id.length - shared - 1));
    to.write(id, shared, id.length - shared);
    int rest = rowCount;
    while (rest > 0x7f) {
      to.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    to.write(rest);
  }

  private byte[] cut(int trace) {
    byte[] id = bytes(trace);
    int before = trace == 0 ? 0 : Arrays.mismatch(bytes(trace - 1), id);
    int behind = trace + 1 == traces ? 0 : Arrays.mismatch(bytes(trace + 1), id);
    int length = Math.max(before, behind) + 1 + CHECK_BYTES;
    return Arrays.copyOf(id, Math.min(length, ID_BYTES));
  }

  private byte[] bytes(int trace) {
    return ByteBuffer.allocate(ID_BYTES)
        .putLong(ids[2 * trace])
        .putLong(ids[2 * trace + 1])
        .array();
  }

  private int compareWithLast(long idHigh, long idLow) {
    int byHigh = Long.compareUnsigned(idHigh, ids[2 * traces - 2]);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(idLow, ids[2 * traces - 1]);
  }
}
