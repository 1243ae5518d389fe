package dev.hopwise.store.lake;

import java.util.Arrays;

/// Attribute keys with an id each, and what the writer has learned about each key: which key mostly
/// follows it, which value it had last, and whether its values are worth looking up.
///
/// **Threads.** Keys as {@link IntColumn}; readers may ask {@link #isInterned}; all else is the
/// writer's alone.
final class KeyTable {

  /// More distinct ones make the builder full.
  static final int COUNT_MAX = 1 << 18;

  private static final int LOOKUPS_BEFORE_JUDGING = 1024;
  private static final int SIZE_INITIAL = 256;

  private final TextPool keys;
  private final TextPool values;

  /// By key: where the text of the key that mostly follows it lies, or 0.
  private int[] successors = new int[SIZE_INITIAL];

  /// By key: where its last value lies among the values, or 0.
  private int[] lastValues = new int[SIZE_INITIAL];

  private int[] lookups = new int[SIZE_INITIAL];
  private int[] misses = new int[SIZE_INITIAL];
  private boolean[] appendOnly = new boolean[SIZE_INITIAL];
  private byte[] dedicated = new byte[SIZE_INITIAL];
  private int previous;

  KeyTable(TextPool keys, TextPool values) {
    this.keys = keys;
    this.values = values;
    for (LakeColumn column : LakeSchema.DEDICATED) {
      dedicated[keys.intern(DedicatedColumns.key(column))] =
          (byte) (1 + DedicatedColumns.place(column));
    }
  }

  /// The id of a key. The same keys mostly follow each other in the same order.
  int intern(byte[] bytes, int offset, int length) {
    int successor = successors[previous];
    if (successor == 0 || !keys.isAt(successor, bytes, offset, length)) {
      int key = keys.intern(bytes, offset, length);
      if (key >= successors.length) {
        grow(successors.length * 2);
      }
      successor = keys.position(key);
      successors[previous] = successor;
    }
    previous = keys.idAt(successor);
    return previous;
  }

  /// The place of a key's own column, or −1.
  int dedicated(int key) {
    return dedicated[key] - 1;
  }

  /// Whether every value of a key in the rows that a reader knows of was looked up, so that equal
  /// ones have one id.
  boolean isInterned(int key) {
    boolean[] appended = appendOnly;
    return key >= appended.length || !appended[key];
  }

  /// The id of a value. Once most values of a key turn out to be new, they are no longer looked up.
  int value(int key, byte[] bytes, int offset, int length) {
    if (appendOnly[key]) {
      return values.append(bytes, offset, length);
    }
    int last = lastValues[key];
    if (last != 0 && values.isAt(last, bytes, offset, length)) {
      return values.idAt(last);
    }
    int before = values.count();
    int value = values.intern(bytes, offset, length);
    lastValues[key] = values.position(value);
    if (value == before) {
      misses[key]++;
    }
    if (++lookups[key] % LOOKUPS_BEFORE_JUDGING == 0 && misses[key] * 2 > lookups[key]) {
      appendOnly[key] = true;
    }
    return value;
  }

  private void grow(int size) {
    successors = Arrays.copyOf(successors, size);
    lastValues = Arrays.copyOf(lastValues, size);
    lookups = Arrays.copyOf(lookups, size);
    misses = Arrays.copyOf(misses, size);
    appendOnly = Arrays.copyOf(appendOnly, size);
    dedicated = Arrays.copyOf(dedicated, size);
  }
}
