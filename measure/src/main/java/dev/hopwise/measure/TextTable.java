package dev.hopwise.measure;

import dev.hopwise.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Numbers texts, given as slices of bytes, from 0 on. A text belongs to an owner, such as a span
/// name to its service; the same text of two owners has two numbers.
///
/// Finding allocates nothing. Grows without bound: the caller stops adding. Not thread-safe.
public final class TextTable {

  private static final int NONE = -1;
  private static final int SLOTS_INITIAL = 256;

  /// By hash, the upper half of the hash and the number + 1; 0 where free. At most half of the
  /// slots are taken. With part of the hash in the slot, a search rarely looks at a text in vain.
  private long[] slots = new long[SLOTS_INITIAL];

  private int count;
  private long[] hashes = new long[SLOTS_INITIAL / 2];
  private int[] owners = new int[SLOTS_INITIAL / 2];
  private byte[][] texts = new byte[SLOTS_INITIAL / 2][];

  /// How many there are.
  public int count() {
    return count;
  }

  /// The number of a text, or -1.
  public int find(int owner, byte[] bytes, int offset, int length) {
    return find(owner, bytes, offset, length, hash(owner, bytes, offset, length));
  }

  /// Adds a text that is not there yet.
  public int add(int owner, byte[] bytes, int offset, int length) {
    if (count == texts.length) {
      grow();
    }
    int number = count++;
    hashes[number] = hash(owner, bytes, offset, length);
    owners[number] = owner;
    texts[number] = Arrays.copyOfRange(bytes, offset, offset + length);
    place(number);
    return number;
  }

  /// Who it belongs to.
  public int owner(int number) {
    return owners[number];
  }

  /// The text.
  public String text(int number) {
    return new String(texts[number], StandardCharsets.UTF_8);
  }

  /// The text's bytes, not to be written to.
  public byte[] bytes(int number) {
    return texts[number];
  }

  private int find(int owner, byte[] bytes, int offset, int length, long hash) {
    int mask = slots.length - 1;
    for (int slot = (int) hash & mask; ; slot = (slot + 1) & mask) {
      long taken = slots[slot];
      if (taken == 0) {
        return NONE;
      }
      int number = (int) taken - 1;
      if ((taken ^ hash) >>> Integer.SIZE == 0
          && owners[number] == owner
          && equals(texts[number], bytes, offset, length)) {
        return number;
      }
    }
  }

  /// By words, as {@link #hash}: for texts as short as names that is less than a call.
  private static boolean equals(byte[] text, byte[] bytes, int offset, int length) {
    if (text.length != length) {
      return false;
    }
    int last = length - Long.BYTES;
    if (last < 0) {
      return Arrays.equals(text, 0, length, bytes, offset, offset + length);
    }
    for (int at = 0; at < last; at += Long.BYTES) {
      if (ProtoReader.longAt(text, at) != ProtoReader.longAt(bytes, offset + at)) {
        return false;
      }
    }
    return ProtoReader.longAt(text, last) == ProtoReader.longAt(bytes, offset + last);
  }

  private void place(int number) {
    int mask = slots.length - 1;
    int slot = (int) hashes[number] & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = (hashes[number] & 0xFFFF_FFFF_0000_0000L) | (number + 1);
  }

  private void grow() {
    int size = count * 2;
    hashes = Arrays.copyOf(hashes, size);
    owners = Arrays.copyOf(owners, size);
    texts = Arrays.copyOf(texts, size);
    slots = new long[size * 2];
    for (int number = 0; number < count; number++) {
      place(number);
    }
  }

  /// Eight bytes at a time; the last step reads the last eight bytes, which may overlap the ones
  /// before.
  private static long hash(int owner, byte[] bytes, int offset, int length) {
    long hash = Hash.add(Hash.start(owner), length);
    int end = offset + length;
    if (length < Long.BYTES) {
      long tail = 0;
      for (int at = offset; at < end; at++) {
        tail = (tail << Byte.SIZE) | (bytes[at] & 0xFF);
      }
      return Hash.add(hash, tail);
    }
    for (int at = offset; at < end - Long.BYTES; at += Long.BYTES) {
      hash = Hash.add(hash, ProtoReader.longAt(bytes, at));
    }
    return Hash.add(hash, ProtoReader.longAt(bytes, end - Long.BYTES));
  }
}
