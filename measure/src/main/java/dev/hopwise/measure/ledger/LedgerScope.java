package dev.hopwise.measure.ledger;

import java.util.Locale;

/// Where a key stands, in TraceQL's words.
public enum LedgerScope {
  /// No attribute: the span's own name, under the key `name`.
  INTRINSIC(0),
  RESOURCE(1),
  /// The instrumentation scope.
  INSTRUMENTATION(2),
  SPAN(3),
  EVENT(4),
  LINK(5);

  static final int COUNT = 6;

  private final int number;

  LedgerScope(int number) {
    this.number = number;
  }

  /// From 0 on, as it is saved.
  int number() {
    return number;
  }

  /// @throws IllegalArgumentException when there is none of that number
  static LedgerScope ofNumber(int number) {
    for (LedgerScope scope : values()) {
      if (scope.number == number) {
        return scope;
      }
    }
    throw new IllegalArgumentException("no scope " + number);
  }

  /// As the API and TraceQL write it, such as `span`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
