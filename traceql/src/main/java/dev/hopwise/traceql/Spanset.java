package dev.hopwise.traceql;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// Some spans of one trace.
public final class Spanset {

  private final BitSet spans;
  private final List<Group> groups;

  Spanset(BitSet spans, List<Group> groups) {
    this.spans = spans;
    this.groups = List.copyOf(groups);
  }

  /// What a `by(…)` put the spans together by.
  public record Group(FieldExpression by, Value value) {}

  /// Indexes of the trace's tree, ascending.
  public IntStream spans() {
    return spans.stream();
  }

  /// How many.
  public int size() {
    return spans.cardinality();
  }

  /// Whether the span at an index is one of them.
  public boolean contains(int index) {
    return spans.get(index);
  }

  /// One for each `by(…)` that this came through since the last `coalesce()`.
  public List<Group> groups() {
    return groups;
  }

  BitSet bits() {
    return spans;
  }

  Spanset with(BitSet others) {
    return new Spanset(others, groups);
  }

  @Override
  public String toString() {
    return spans + (groups.isEmpty() ? "" : " by " + groups);
  }
}
