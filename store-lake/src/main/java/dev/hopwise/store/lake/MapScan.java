package dev.hopwise.store.lake;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.lake.LakeSchema.Leaf;
import dev.hopwise.store.lake.SpanReader.MapLeaves;
import dev.hopwise.store.memory.SpanMatcher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks for a key in a map of attributes: the span's, or those of its events or links, which count
/// as one array.
final class MapScan {

  private final MapLeaves leaves;
  private final byte[] key;
  private final SpanFilter comparison;
  private final TextPredicate ofText;

  private @Nullable Dictionary keys;
  private int keyId;

  /// What is known of the dictionary's values: 0 nothing, 1 they satisfy, 2 they do not.
  private @Nullable Dictionary values;

  private byte[] known = new byte[0];

  /// @param comparison asked of the value; its own field is not looked at
  MapScan(MapLeaves leaves, String key, SpanFilter comparison) {
    this.leaves = leaves;
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.comparison = comparison;
    this.ofText = TextPredicate.of(comparison);
  }

  /// Takes the entries that have the key.
  interface Visitor {
    /// @param values null when the visitor does not want them
    /// @param value where in `values`
    void entry(int row, char letter, @Nullable ColumnReader values, int value);
  }

  void addColumns(Set<Leaf> to) {
    to.add(leaves.key());
    to.add(leaves.value());
    to.add(leaves.types());
  }

  /// The rows whose value satisfies the comparison.
  BitSet test(RowBatch batch) {
    BitSet rows = new BitSet(batch.rows());
    if (comparison instanceof SpanFilter.Exists) {
      visit(batch, false, (row, _, _, _) -> rows.set(row));
    } else if (leaves.level() == 1) {
      visit(
          batch,
          true,
          (row, letter, from, value) -> {
            if (from != null && holds(letter, from, value)) {
              rows.set(row);
            }
          });
    } else {
      testJoined(batch, rows);
    }
    return rows;
  }

  /// Calls for every entry that has the key, in the order of rows.
  void visit(RowBatch batch, boolean withValues, Visitor visitor) {
    ColumnReader keyColumn = batch.open(leaves.key());
    if (keyColumn == null || !mayHaveKey(batch, keyColumn)) {
      return;
    }
    batch.read(leaves.key());
    BitSet hits = hits(keyColumn);
    if (hits.isEmpty()) {
      return;
    }
    ColumnReader from = withValues ? batch.readLike(leaves.value(), keyColumn) : null;
    walk(batch, keyColumn, hits, from, visitor);
  }

  /// The entry's value.
  static AttributeValue decode(char letter, ColumnReader from, int value) {
    return ValueText.decode(letter, from.text(value));
  }

  private boolean mayHaveKey(RowBatch batch, ColumnReader keyColumn) {
    if (!keyColumn.hasIds(batch.from())) {
      return true;
    }
    Dictionary dictionary = keyColumn.dictionary();
    if (keys != dictionary) {
      keys = dictionary;
      keyId = dictionary.find(key);
    }
    return keyId >= 0;
  }

  /// The values of the key column that are the key.
  private BitSet hits(ColumnReader keyColumn) {
    BitSet hits = new BitSet();
    int count = keyColumn.valueCount();
    if (keyColumn.hasIds()) {
      int[] ids = keyColumn.ids();
      int wanted = keyId;
      for (int i = 0; i < count; i++) {
        if (ids[i] == wanted) {
          hits.set(i);
        }
      }
      return hits;
    }
    for (int i = 0; i < count; i++) {
      int start = keyColumn.start(i);
      int end = start + keyColumn.length(i);
      if (Arrays.equals(keyColumn.bytes(), start, end, key, 0, key.length)) {
        hits.set(i);
      }
    }
    return hits;
  }

  private void walk(
      RowBatch batch,
      ColumnReader keyColumn,
      BitSet hits,
      @Nullable ColumnReader from,
      Visitor visitor) {
    TypeLetters letters = new TypeLetters(batch.read(leaves.types()));
    byte[] repetitions = keyColumn.repetitions();
    byte[] definitions = keyColumn.definitions();
    int max = leaves.key().maxDefinition();
    int level = leaves.level();
    int row = -1;
    int element = -1;
    int entry = 0;
    int value = 0;
    int hit = hits.nextSetBit(0);
    for (int slot = keyColumn.slotFrom(); hit >= 0 && slot < keyColumn.slotTo(); slot++) {
      int repetition = repetitions[slot];
      row += repetition == 0 ? 1 : 0;
      entry++;
      if (repetition < level) {
        element++;
        entry = 0;
      }
      if (definitions[slot] == max) {
        if (value == hit) {
          visitor.entry(row, letters.at(element, entry), from, value);
          hit = hits.nextSetBit(hit + 1);
        }
        value++;
      }
    }
  }

  private boolean holds(char letter, ColumnReader from, int value) {
    if (letter != ValueText.TEXT) {
      return SpanMatcher.valueMatches(comparison, decode(letter, from, value));
    }
    if (!from.hasIds()) {
      return ofText.test(from.bytes(), from.start(value), from.length(value));
    }
    Dictionary dictionary = from.dictionary();
    if (values != dictionary) {
      values = dictionary;
      known = new byte[dictionary.size()];
    }
    int id = from.ids()[value];
    if (known[id] == 0) {
      boolean satisfies =
          ofText.test(dictionary.bytes(), dictionary.start(id), dictionary.length(id));
      known[id] = (byte) (satisfies ? 1 : 2);
    }
    return known[id] == 1;
  }

  private void testJoined(RowBatch batch, BitSet rows) {
    List<List<AttributeValue>> joined = new ArrayList<>();
    List<Integer> of = new ArrayList<>();
    visit(
        batch,
        true,
        (row, letter, from, value) -> {
          if (of.isEmpty() || of.getLast() != row) {
            of.add(row);
            joined.add(new ArrayList<>());
          }
          if (from != null) {
            addElements(decode(letter, from, value), joined.getLast());
          }
        });
    for (int i = 0; i < of.size(); i++) {
      AttributeValue array = new AttributeValue.Array(joined.get(i));
      if (SpanMatcher.valueMatches(comparison, array)) {
        rows.set(of.get(i));
      }
    }
  }

  /// The elements of an array; of anything else, itself.
  static void addElements(AttributeValue value, List<AttributeValue> to) {
    if (value instanceof AttributeValue.Array(List<AttributeValue> elements)) {
      to.addAll(elements);
    } else {
      to.add(value);
    }
  }

  /// Walks along the column of type letters, which has a slot for each span, event or link.
  private static final class TypeLetters {
    private final @Nullable ColumnReader column;
    private int slot = -1;
    private int value = -1;
    private boolean present;

    TypeLetters(@Nullable ColumnReader column) {
      this.column = column;
    }

    /// @param element never smaller than in the call before
    char at(int element, int entry) {
      ColumnReader from = column;
      if (from == null) {
        return ValueText.TEXT;
      }
      byte max = (byte) from.chunk().column().maxDefinition();
      while (slot < element) {
        slot++;
        present = from.definitions()[from.slotFrom() + slot] == max;
        value += present ? 1 : 0;
      }
      if (!present) {
        return ValueText.TEXT;
      }
      if (entry >= from.length(value)) {
        throw new MalformedBytesException("a map with more entries than types");
      }
      return (char) from.bytes()[from.start(value) + entry];
    }
  }
}
