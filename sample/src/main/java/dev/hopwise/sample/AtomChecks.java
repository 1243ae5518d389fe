package dev.hopwise.sample;

import java.util.ArrayList;
import java.util.List;

/// The atoms that ask for one value, with their numbers.
final class AtomChecks {

  private ValueCheck[] checks = new ValueCheck[0];
  private int[] numbers = new int[0];

  void add(ValueCheck check, int number) {
    List<ValueCheck> more = new ArrayList<>(List.of(checks));
    more.add(check);
    checks = more.toArray(ValueCheck[]::new);
    numbers = java.util.Arrays.copyOf(numbers, checks.length);
    numbers[checks.length - 1] = number;
  }

  boolean isEmpty() {
    return checks.length == 0;
  }

  /// Writes which of them hold for a value.
  void check(RawValue value, boolean[] atoms) {
    for (int i = 0; i < checks.length; i++) {
      atoms[numbers[i]] = checks[i].holds(value);
    }
  }

  /// None of them holds.
  void absent(boolean[] atoms) {
    for (int number : numbers) {
      atoms[number] = false;
    }
  }
}
