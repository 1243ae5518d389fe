package dev.hopwise.store.lake;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Bytes of texts, appended one after the other and never moved. A text lies within one chunk; one
/// that is longer than a chunk gets a chunk of its own. In front of a text may stand its number and
/// its length, in the same cache line as its first bytes:
///
/// ```
/// number:32 | length:32 | the text          little-endian; its position is that of the text
/// ```
///
/// **Threads.** As {@link IntColumn}.
final class ByteHeap {

  private static final int CHUNK_SHIFT = 18;
  private static final int CHUNK_BYTES = 1 << CHUNK_SHIFT;
  private static final int CHUNKS_MAX = 1 << (Integer.SIZE - 1 - CHUNK_SHIFT);
  private static final int HEAD_BYTES = 8;
  private static final int LENGTH_AT = -4;

  private final byte[] @Nullable [] chunks = new byte[CHUNKS_MAX][];
  private final HeapUse heap;
  private int chunkCount;
  private byte[] last = new byte[0];
  private int used;
  private boolean full = true;

  ByteHeap(HeapUse heap) {
    this.heap = heap;
  }

  /// Copies bytes in and returns where they are.
  int add(byte[] bytes, int offset, int length) {
    if (full || length > last.length - used) {
      newChunk(Math.max(CHUNK_BYTES, length));
    }
    Bytes.copy(bytes, offset, last, used, length);
    int position = ((chunkCount - 1) << CHUNK_SHIFT) | used;
    used += length;
    if (used >= CHUNK_BYTES) {
      full = true; // the next text, even an empty one, could not be addressed in this chunk
    }
    return position;
  }

  /// Copies bytes in with a number in front and returns where they are, which is not 0.
  int add(int number, byte[] bytes, int offset, int length) {
    int needed = HEAD_BYTES + length;
    if (full || needed > last.length - used || used + HEAD_BYTES >= CHUNK_BYTES) {
      newChunk(Math.max(CHUNK_BYTES, needed));
    }
    Bytes.putInt(last, used, number);
    Bytes.putInt(last, used + HEAD_BYTES + LENGTH_AT, length);
    used += HEAD_BYTES;
    return add(bytes, offset, length);
  }

  /// The number of a text that was added with one.
  int number(int position) {
    return Bytes.intAt(chunk(position), offset(position) - HEAD_BYTES);
  }

  /// Whether a text that was added with a number is this one.
  boolean is(int position, byte[] text, int textOffset, int length) {
    byte[] chunk = chunk(position);
    int at = offset(position);
    return Bytes.intAt(chunk, at + LENGTH_AT) == length
        && Bytes.equal(chunk, at, text, textOffset, length);
  }

  /// Whether there is room for that many more chunks.
  boolean hasRoom(int moreChunks) {
    return chunkCount + moreChunks < CHUNKS_MAX;
  }

  /// The array in which a position lies.
  byte[] chunk(int position) {
    return Objects.requireNonNull(chunks[position >>> CHUNK_SHIFT]);
  }

  /// Where in that array.
  static int offset(int position) {
    return position & (CHUNK_BYTES - 1);
  }

  private void newChunk(int size) {
    if (chunkCount == CHUNKS_MAX) {
      throw new IllegalStateException("a segment's texts are larger than 2 GiB");
    }
    last = new byte[size];
    used = 0;
    full = false;
    chunks[chunkCount++] = last;
    heap.add(size);
  }
}
