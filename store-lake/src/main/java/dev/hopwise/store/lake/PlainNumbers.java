package dev.hopwise.store.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Decodes PLAIN numbers, little-endian.
final class PlainNumbers {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private PlainNumbers() {}

  static long[] read(PageBody page, int from, int type, int count) {
    int each = bytes(type);
    if ((long) count * each > page.length() - from) {
      throw new MalformedBytesException(count + " numbers do not fit");
    }
    long[] to = new long[count];
    read(page.bytes(), from, type, count, to);
    return to;
  }

  static int bytes(int type) {
    return type == ParquetColumn.INT32 ? Integer.BYTES : Long.BYTES;
  }

  static void read(byte[] bytes, int from, int type, int count, long[] to) {
    if (type == ParquetColumn.INT32) {
      for (int i = 0; i < count; i++) {
        to[i] = (int) INTS.get(bytes, from + i * Integer.BYTES);
      }
    } else {
      for (int i = 0; i < count; i++) {
        to[i] = (long) RunLength.LONGS.get(bytes, from + i * Long.BYTES);
      }
    }
  }
}
