package dev.hopwise.store.lake;

import org.jspecify.annotations.Nullable;

/// A growing column of longs in chunks that are never replaced, so that readers may go on reading
/// while the writer appends. What was never written reads as 0, and a chunk of zeros takes no
/// memory.
///
/// **Threads.** One writer. A reader may read every place that was written before the builder
/// published the row it belongs to.
final class LongColumn {

  private static final int CHUNK_SHIFT = 12;
  private static final int CHUNK_SIZE = 1 << CHUNK_SHIFT;
  private static final int MASK = CHUNK_SIZE - 1;

  private final long[] @Nullable [] chunks;
  private final HeapUse heap;

  /// @param sizeMax one more than the last index that will ever be written
  LongColumn(int sizeMax, HeapUse heap) {
    this.chunks = new long[(sizeMax >>> CHUNK_SHIFT) + 1][];
    this.heap = heap;
    heap.add((long) chunks.length * Integer.BYTES);
  }

  long get(int index) {
    long[] chunk = chunks[index >>> CHUNK_SHIFT];
    return chunk == null ? 0 : chunk[index & MASK];
  }

  void set(int index, long value) {
    long[] chunk = chunks[index >>> CHUNK_SHIFT];
    if (chunk == null) {
      if (value == 0) {
        return;
      }
      chunk = new long[CHUNK_SIZE];
      heap.add((long) CHUNK_SIZE * Long.BYTES);
      chunks[index >>> CHUNK_SHIFT] = chunk;
    }
    chunk[index & MASK] = value;
  }
}
