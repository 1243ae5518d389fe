package dev.hopwise.store.lake;

/// Lists of attributes: each is a run of entries, an entry is a key, a letter of {@link ValueText}
/// and the text of the value.
///
/// **Threads.** As {@link IntColumn}.
final class AttributeColumn {

  /// The letters, whose place is their code in an entry.
  static final String LETTERS = "sbidakoxe";

  static final int TEXT_CODE = 0;
  private static final int CODE_BITS = 4;
  private static final int CODE_MASK = (1 << CODE_BITS) - 1;

  private final IntColumn ends;
  private final IntColumn types;
  private final IntColumn keys;
  private final IntColumn values;
  private int entries;
  private boolean misfits;

  AttributeColumn(int listsMax, int entriesMax, HeapUse heap) {
    ends = new IntColumn(listsMax, heap);
    types = new IntColumn(listsMax, heap);
    keys = new IntColumn(entriesMax, heap);
    values = new IntColumn(entriesMax, heap);
  }

  /// The code of a letter.
  static int code(char letter) {
    return LETTERS.indexOf(letter);
  }

  /// Whether a value with that code is, or contains, an array.
  static boolean mayHoldArray(int code) {
    return LETTERS.charAt(code) == ValueText.ARRAY || LETTERS.charAt(code) == ValueText.OTLP;
  }

  /// Begins a list; an unfinished one is forgotten.
  void begin(int list) {
    entries = start(list);
  }

  /// Adds an entry to the list that was begun.
  void add(int key, int code, int value) {
    keys.set(entries, (key << CODE_BITS) | code);
    values.set(entries, value);
    entries++;
  }

  /// Remembers that an attribute that has a column of its own came with a value of another type.
  void noteMisfit() {
    misfits = true;
  }

  /// Whether an entry may have a key that has a column of its own.
  boolean hasMisfits() {
    return misfits;
  }

  /// Finishes the list that was begun.
  ///
  /// @param typesText id of its letters, or NONE when all are texts
  void finish(int list, int typesText) {
    types.set(list, typesText);
    ends.set(list, entries);
  }

  int entries() {
    return entries;
  }

  int start(int list) {
    return list == 0 ? 0 : ends.get(list - 1);
  }

  int end(int list) {
    return ends.get(list);
  }

  /// By list: the id of its letters' text, or NONE when all are texts.
  IntColumn types() {
    return types;
  }

  int types(int list) {
    return types.get(list);
  }

  /// The first entry from here on that has a key; `to` when there is none before it.
  int next(int key, int from, int to) {
    return keys.next(from, to, CODE_BITS, key);
  }

  int key(int entry) {
    return keys.get(entry) >>> CODE_BITS;
  }

  int code(int entry) {
    return keys.get(entry) & CODE_MASK;
  }

  int value(int entry) {
    return values.get(entry);
  }
}
