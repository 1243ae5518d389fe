package dev.hopwise.store.lake;

import java.util.Arrays;

/// Collects the repetition and definition levels of a nested column, slot by slot.
final class LevelBuffer {

  private int[] repetition = new int[1 << 12];
  private int[] definition = new int[1 << 12];
  private int[] slotCuts = new int[0];
  private int slots;
  private int pageRows;

  void clear(int rows, int rowsOfAPage) {
    pageRows = rowsOfAPage;
    slots = 0;
    slotCuts = new int[PageLevels.rowCuts(rows, rowsOfAPage).length];
  }

  /// Has to be called for each row, counted from 0, before its slots.
  void row(int row) {
    if (row % pageRows == 0) {
      slotCuts[row / pageRows] = slots;
    }
  }

  void add(int repetitionLevel, int definitionLevel) {
    if (slots == repetition.length) {
      repetition = Arrays.copyOf(repetition, slots * 2);
      definition = Arrays.copyOf(definition, slots * 2);
    }
    repetition[slots] = repetitionLevel;
    definition[slots++] = definitionLevel;
  }

  int slots() {
    return slots;
  }

  int definition(int slot) {
    return definition[slot];
  }

  PageLevels toLevels(LakeSchema.Leaf leaf) {
    slotCuts[slotCuts.length - 1] = slots;
    return PageLevels.of(
        repetition, definition, slotCuts.clone(), leaf.maxRepetition(), leaf.maxDefinition());
  }

  /// The same slots with other definition levels.
  PageLevels toLevels(LakeSchema.Leaf leaf, int[] otherDefinition) {
    slotCuts[slotCuts.length - 1] = slots;
    return PageLevels.of(
        repetition, otherDefinition, slotCuts.clone(), leaf.maxRepetition(), leaf.maxDefinition());
  }
}
