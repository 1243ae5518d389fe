package dev.hopwise.store.lake;

import org.jspecify.annotations.Nullable;

/// Where the pages of a column chunk are cut, and the repetition and definition levels of each,
/// encoded. Columns with the same nesting share one.
///
/// A slot is a value or the place of a missing one.
final class PageLevels {

  private final int[] slotCuts;
  private final int[] valueCuts;
  private final ByteOutput encoded;
  private final int[] encodedCuts;

  private PageLevels(int[] slotCuts, int[] valueCuts, ByteOutput encoded, int[] encodedCuts) {
    this.slotCuts = slotCuts;
    this.valueCuts = valueCuts;
    this.encoded = encoded;
    this.encodedCuts = encodedCuts;
  }

  /// Levels of a column whose every row has a value.
  static PageLevels ofRequired(int rows, int pageRows) {
    int[] cuts = rowCuts(rows, pageRows);
    return new PageLevels(cuts, cuts, new ByteOutput(0), new int[cuts.length]);
  }

  /// @param repetition null when the column does not repeat
  /// @param slotCuts the first slot of each page, and the number of all
  static PageLevels of(
      int @Nullable [] repetition,
      int[] definition,
      int[] slotCuts,
      int maxRepetition,
      int maxDefinition) {
    int pages = slotCuts.length - 1;
    ByteOutput encoded = new ByteOutput(1 << 10);
    int[] encodedCuts = new int[pages + 1];
    int[] valueCuts = new int[pages + 1];
    for (int page = 0; page < pages; page++) {
      int from = slotCuts[page];
      int to = slotCuts[page + 1];
      if (repetition != null) {
        encode(repetition, from, to, maxRepetition, encoded);
      }
      encode(definition, from, to, maxDefinition, encoded);
      encodedCuts[page + 1] = encoded.size();
      valueCuts[page + 1] = valueCuts[page] + count(definition, from, to, maxDefinition);
    }
    return new PageLevels(slotCuts, valueCuts, encoded, encodedCuts);
  }

  static int[] rowCuts(int rows, int pageRows) {
    int[] cuts = new int[(rows + pageRows - 1) / pageRows + 1];
    for (int page = 0; page < cuts.length; page++) {
      cuts[page] = (int) Math.min(rows, (long) page * pageRows);
    }
    return cuts;
  }

  int pages() {
    return slotCuts.length - 1;
  }

  int slots() {
    return slotCuts[pages()];
  }

  int values() {
    return valueCuts[pages()];
  }

  int slots(int page) {
    return slotCuts[page + 1] - slotCuts[page];
  }

  int firstValue(int page) {
    return valueCuts[page];
  }

  int nulls(int page) {
    return slots(page) - (valueCuts[page + 1] - valueCuts[page]);
  }

  /// Appends the encoded levels of a page.
  void write(int page, ByteOutput to) {
    int from = encodedCuts[page];
    to.raw(encoded.array(), from, encodedCuts[page + 1] - from);
  }

  private static void encode(int[] levels, int from, int to, int max, ByteOutput out) {
    int start = out.size();
    out.int32(0);
    new RunLengthEncoder(out).encode(levels, from, to, RunLengthEncoder.width(max));
    out.int32At(start, out.size() - start - Integer.BYTES);
  }

  private static int count(int[] levels, int from, int to, int level) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += levels[i] == level ? 1 : 0;
    }
    return count;
  }
}
