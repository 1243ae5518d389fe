package dev.hopwise.analyze;

import dev.hopwise.analyze.TraceAttributes.Value;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is remembered of one place: sums by stratum, of all traces that have it and of those with
/// each value. Bounded: a key with too many values is an id or free text, and its sums are let go.
final class AttributeSums {

  /// More texts are no categories.
  private static final int TEXTS_MAX = 100;

  /// More different whole numbers are told as ranges.
  private static final int NUMBERS_MAX = 20;

  /// Of fewer texts hardly one has had the time to repeat.
  private static final int TEXTS_MIN = 10;

  private static final int EVIDENCE = 3;

  private final Map<Integer, Sides> all = new HashMap<>();
  private final Map<Value, OfValue> values = new HashMap<>();
  private int texts;
  private int numbers;
  private boolean unbounded;
  private boolean ranges;
  private int cells;
  private long leftOut;

  /// Selected first, then the rest.
  record Sides(Side selected, Side rest) {
    Sides() {
      this(new Side(), new Side());
    }

    Side of(boolean isSelected) {
      return isSelected ? selected : rest;
    }
  }

  /// Sums over traces of weight w and share x of a value; x is 1 in the sums of all.
  static final class Side {
    int traces;
    double weight;
    double weightSquares;
    double sum;
    double squaredWeightSum;
    double squaredWeightSquares;

    void add(double w, double x) {
      traces++;
      weight += w;
      weightSquares += w * w;
      sum += w * x;
      squaredWeightSum += w * w * x;
      squaredWeightSquares += w * w * x * x;
    }
  }

  /// One value's.
  static final class OfValue {
    final Map<Integer, Sides> strata = new HashMap<>();
    final List<TraceId> selected = new ArrayList<>(EVIDENCE);
    final List<TraceId> rest = new ArrayList<>(EVIDENCE);
    private boolean cut;

    int traces() {
      return strata.values().stream()
          .mapToInt(sides -> sides.selected.traces + sides.rest.traces)
          .sum();
    }

    private void add(int stratum, boolean isSelected, double w, double x, TraceId trace) {
      strata.computeIfAbsent(stratum, _ -> new Sides()).of(isSelected).add(w, x);
      List<TraceId> evidence = isSelected ? selected : rest;
      if (evidence.size() < EVIDENCE) {
        evidence.add(trace);
      }
    }
  }

  void visited(int stratum, boolean isSelected, double weight) {
    all.computeIfAbsent(stratum, _ -> new Sides()).of(isSelected).add(weight, 1);
  }

  /// Answers how many cells that took, less those that it gave back.
  ///
  /// @param room whether there may be one more; a value that has not all its cells is not told
  int add(
      Value value,
      int stratum,
      boolean isSelected,
      double w,
      double x,
      TraceId trace,
      boolean room) {
    if (unbounded || (ranges && value.number() && !value.range())) {
      return 0;
    }
    OfValue known = values.get(value);
    if (!room && (known == null || !known.strata.containsKey(stratum))) {
      leftOut++;
      if (known != null) {
        known.cut = true;
      }
      return 0;
    }
    int before = cells;
    if (known == null) {
      known = new OfValue();
      values.put(value, known);
      texts += value.number() ? 0 : 1;
      numbers += value.number() && !value.range() ? 1 : 0;
    }
    cells += known.strata.containsKey(stratum) ? 0 : 1;
    known.add(stratum, isSelected, w, x, trace);
    if (texts > TEXTS_MAX) {
      unbounded = true;
      values.clear();
      cells = 0;
    } else if (numbers > NUMBERS_MAX && !ranges) {
      ranges = true;
      values.keySet().removeIf(one -> one.number() && !one.range());
      cells = values.values().stream().mapToInt(one -> one.strata.size()).sum();
    }
    return cells - before;
  }

  /// Values that there was no room for.
  long leftOut() {
    return leftOut;
  }

  Map<Integer, Sides> all() {
    return all;
  }

  int traces() {
    return all.values().stream().mapToInt(s -> s.selected.traces + s.rest.traces).sum();
  }

  /// Whether the values are no categories: too many, or hardly one that repeats.
  boolean isIdentifier() {
    return unbounded || (texts > TEXTS_MIN && 2 * texts > traces());
  }

  /// Those to test: of a number either its values or its ranges.
  Map<Value, OfValue> told() {
    Map<Value, OfValue> told = new HashMap<>();
    values.forEach((value, sums) -> {
      boolean exact = numbers > 0 && !ranges;
      if (!(value.range() && exact) && !sums.cut) {
        told.put(value, sums);
      }
    });
    return told;
  }
}
