package dev.hopwise.store.lake;

import java.util.BitSet;

/// Tests the spans' own attribute of a key: its own column first, then the entries of the block in
/// one pass, for most of them have another key.
final class HotAttribute implements HotTest {

  private final SegmentBuilder rows;
  private final AttributeColumn entries;
  private final ValueTest test;
  private final int place;
  private final int key;

  HotAttribute(SegmentBuilder rows, String key, ValueTest test) {
    this.rows = rows;
    this.entries = rows.attributes();
    this.test = test;
    this.place = DedicatedColumns.place(key);
    this.key = rows.keys().find(key);
  }

  @Override
  public void retain(int from, BitSet candidates) {
    BitSet satisfying = new BitSet();
    if (place == DedicatedColumns.STATUS_CODE_PLACE) {
      addStatusCodes(from, candidates, satisfying);
    } else if (place >= 0) {
      addTexts(rows.dedicated().column(place), from, candidates, satisfying);
    }
    if (key != TextPool.NONE && (place < 0 || entries.hasMisfits())) {
      addEntries(from, candidates, satisfying);
    }
    candidates.and(satisfying);
  }

  private void addStatusCodes(int from, BitSet candidates, BitSet to) {
    IntColumn codes = rows.dedicated().column(place);
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      int row = from + i;
      if (rows.hasStatusCode(row) && test.holdsInteger(codes.get(row))) {
        to.set(i);
      }
    }
  }

  private void addTexts(IntColumn texts, int from, BitSet candidates, BitSet to) {
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      int text = texts.get(from + i);
      if (text != TextPool.NONE && test.holds(AttributeColumn.TEXT_CODE, text)) {
        to.set(i);
      }
    }
  }

  /// Run by run of neighbouring rows, whose entries are neighbours too.
  private void addEntries(int from, BitSet candidates, BitSet to) {
    int end;
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(end)) {
      end = candidates.nextClearBit(i);
      addEntries(from, i, end, to);
    }
  }

  private void addEntries(int from, int first, int end, BitSet to) {
    int last = entries.end(from + end - 1);
    int i = first;
    int entry = entries.next(key, entries.start(from + first), last);
    while (entry < last) {
      while (entries.end(from + i) <= entry) {
        i++;
      }
      if (test.holds(entries.code(entry), entries.value(entry))) {
        to.set(i);
      }
      entry = entries.next(key, entry + 1, last);
    }
  }
}
