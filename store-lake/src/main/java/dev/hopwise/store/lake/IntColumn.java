package dev.hopwise.store.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A growing column of ints in chunks that are never replaced, so that readers may go on reading
/// while the writer appends. What was never written reads as 0, and a chunk of zeros takes no
/// memory.
///
/// **Threads.** One writer. A reader may read every place that was written before the builder
/// published the row it belongs to.
final class IntColumn {

  private static final int CHUNK_SHIFT = 12;
  private static final int CHUNK_SIZE = 1 << CHUNK_SHIFT;
  private static final int MASK = CHUNK_SIZE - 1;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(int[].class);

  private final int[] @Nullable [] chunks;
  private final HeapUse heap;
  private boolean blank = true;

  /// @param sizeMax one more than the last index that will ever be written
  IntColumn(int sizeMax, HeapUse heap) {
    this.chunks = new int[(sizeMax >>> CHUNK_SHIFT) + 1][];
    this.heap = heap;
    heap.add((long) chunks.length * Integer.BYTES);
  }

  /// Whether nothing but zeros was written, as far as the caller can see.
  boolean isBlank() {
    return blank;
  }

  int get(int index) {
    int[] chunk = chunks[index >>> CHUNK_SHIFT];
    return chunk == null ? 0 : chunk[index & MASK];
  }

  void set(int index, int value) {
    int[] chunk = chunks[index >>> CHUNK_SHIFT];
    if (chunk == null) {
      if (value == 0) {
        return;
      }
      chunk = chunk(index);
    }
    chunk[index & MASK] = value;
  }

  /// As {@link #get}, for what may be written at any time by {@link #setRelease}.
  int getAcquire(int index) {
    int[] chunk = chunks[index >>> CHUNK_SHIFT];
    return chunk == null ? 0 : (int) ELEMENT.getAcquire(chunk, index & MASK);
  }

  /// As {@link #set}; whoever reads the value sees all that was written before.
  void setRelease(int index, int value) {
    ELEMENT.setRelease(chunk(index), index & MASK, value);
  }

  private int[] chunk(int index) {
    int[] chunk = chunks[index >>> CHUNK_SHIFT];
    if (chunk == null) {
      chunk = new int[CHUNK_SIZE];
      heap.add((long) CHUNK_SIZE * Integer.BYTES);
      chunks[index >>> CHUNK_SHIFT] = chunk;
      blank = false;
    }
    return chunk;
  }

  /// The first place from here on whose value, shifted to the right, is this; `to` when there is
  /// none before it.
  int next(int from, int to, int shift, int shifted) {
    int index = from;
    while (index < to) {
      int[] chunk = chunks[index >>> CHUNK_SHIFT];
      int end = Math.min(to, (index | MASK) + 1);
      if (chunk != null) {
        for (int i = index & MASK, last = i + end - index; i < last; i++) {
          if (chunk[i] >>> shift == shifted) {
            return index + i - (index & MASK);
          }
        }
      }
      index = end;
    }
    return to;
  }
}
