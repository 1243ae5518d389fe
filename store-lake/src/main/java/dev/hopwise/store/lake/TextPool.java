package dev.hopwise.store.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/// Texts with an id each: interned ones have one id, appended ones are not looked up and may have
/// several. Id 0 stands for "no text".
///
/// Every text in it is valid UTF-8: bytes that are not are replaced when they come in.
///
/// **Threads.** As {@link IntColumn}; {@link #find} may be called by readers too.
final class TextPool {

  static final int NONE = 0;

  private static final int SLOTS_INITIAL = 1 << 10;
  private static final long FINGERPRINT = 0xFFFF_FFFF_0000_0000L;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  private final ByteHeap bytes;
  private final IntColumn positions;

  /// Of an appended text the complement.
  private final IntColumn lengths;

  /// Of an interned text its hash, which a larger table needs; of an appended one, which is in no
  /// table, its half of a token: it is needed when the text is no longer in the processor's cache.
  private final LongColumn hashes;

  private final HeapUse heap;
  private final int countMax;
  private int count = 1;
  private int interned;
  private long replaced;

  /// Open addressing, half full at most: the hash's upper half, then the text's position, where its
  /// id stands too; 0 is free. A slot is written after the text it points to, a new table after its
  /// slots.
  private volatile long[] slots = new long[SLOTS_INITIAL];

  TextPool(int countMax, ByteHeap bytes, HeapUse heap) {
    this.countMax = countMax;
    this.bytes = bytes;
    this.heap = heap;
    positions = new IntColumn(countMax, heap);
    lengths = new IntColumn(countMax, heap);
    hashes = new LongColumn(countMax, heap);
  }

  /// One more than the largest id.
  int count() {
    return count;
  }

  /// Texts that were not valid UTF-8, each time they came in.
  long replaced() {
    return replaced;
  }

  int length(int id) {
    int length = lengths.get(id);
    return length ^ (length >> (Integer.SIZE - 1));
  }

  /// The half of a token that the text is ({@link Tokens}).
  long tokenPart(int id) {
    if (lengths.get(id) < 0) {
      return hashes.get(id);
    }
    return Tokens.part(array(id), offset(id), length(id));
  }

  /// The array in which a text lies.
  byte[] array(int id) {
    return bytes.chunk(positions.get(id));
  }

  /// Where in that array it begins.
  int offset(int id) {
    return ByteHeap.offset(positions.get(id));
  }

  String text(int id) {
    return new String(array(id), offset(id), length(id), StandardCharsets.UTF_8);
  }

  /// Whether the text of an id is this.
  boolean is(int id, byte[] from, int offset, int length) {
    if (length(id) != length) {
      return false;
    }
    int position = positions.get(id);
    return Bytes.equal(bytes.chunk(position), ByteHeap.offset(position), from, offset, length);
  }

  /// Where a text lies.
  int position(int id) {
    return positions.get(id);
  }

  /// The array in which the text that lies there does; {@link ByteHeap#offset} says where.
  byte[] arrayAt(int position) {
    return bytes.chunk(position);
  }

  /// The id of the interned text that lies there.
  int idAt(int position) {
    return bytes.number(position);
  }

  /// Whether the interned text that lies there is this.
  boolean isAt(int position, byte[] from, int offset, int length) {
    return bytes.is(position, from, offset, length);
  }

  /// As {@link #is}, with what tells most others apart at once.
  ///
  /// @param hash the text's {@link KeyedHash}, by which interned texts are known
  /// @param tokenPart its half of a token, by which appended ones are
  boolean is(int id, byte[] text, long hash, long tokenPart) {
    boolean appended = lengths.get(id) < 0;
    return hashes.get(id) == (appended ? tokenPart : hash) && is(id, text, 0, text.length);
  }

  /// The id of an interned text, or {@link #NONE}.
  int find(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return find(utf8, 0, utf8.length, KeyedHash.of(utf8, 0, utf8.length));
  }

  private int find(byte[] from, int offset, int length, long hash) {
    long[] table = slots;
    int mask = table.length - 1;
    for (int at = (int) hash & mask; ; at = (at + 1) & mask) {
      long slot = (long) SLOT.getAcquire(table, at);
      if (slot == 0) {
        return NONE;
      }
      if (((slot ^ hash) & FINGERPRINT) == 0 && bytes.is((int) slot, from, offset, length)) {
        return bytes.number((int) slot);
      }
    }
  }

  /// The id of a text, which is added when it is new.
  int intern(byte[] from, int offset, int length) {
    long hash = KeyedHash.of(from, offset, length);
    int known = find(from, offset, length, hash);
    if (known != NONE) {
      return known;
    }
    if (!Utf8.isValid(from, offset, length)) {
      byte[] valid = Utf8.replaceInvalid(from, offset, length);
      replaced++;
      return intern(valid, 0, valid.length);
    }
    int position = bytes.add(count, from, offset, length);
    int id = add(position, length, hash);
    insert(slots, position, hash);
    if (++interned * 2 > slots.length) {
      grow();
    }
    return id;
  }

  int intern(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return intern(utf8, 0, utf8.length);
  }

  /// A new id for a text, without looking whether it is known.
  int append(byte[] from, int offset, int length) {
    if (!Utf8.isValid(from, offset, length)) {
      byte[] valid = Utf8.replaceInvalid(from, offset, length);
      replaced++;
      return append(valid, 0, valid.length);
    }
    return add(bytes.add(from, offset, length), ~length, Tokens.part(from, offset, length));
  }

  private int add(int position, int length, long hash) {
    if (count == countMax) {
      throw new IllegalStateException("a segment has more than " + countMax + " texts");
    }
    int id = count;
    positions.set(id, position);
    lengths.set(id, length);
    hashes.set(id, hash);
    count = id + 1;
    return id;
  }

  private static void insert(long[] table, int position, long hash) {
    int mask = table.length - 1;
    int at = (int) hash & mask;
    while (table[at] != 0) {
      at = (at + 1) & mask;
    }
    SLOT.setRelease(table, at, (hash & FINGERPRINT) | position);
  }

  private void grow() {
    long[] old = slots;
    long[] table = new long[old.length * 2];
    for (int id = 1; id < count; id++) {
      if (lengths.get(id) >= 0) {
        insert(table, positions.get(id), hashes.get(id));
      }
    }
    heap.add((long) (table.length - old.length) * Long.BYTES);
    slots = table;
  }
}
