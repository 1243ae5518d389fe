package dev.hopwise.measure.ledger;

import java.util.Locale;

/// Where a key stands, in TraceQL's words.
public enum LedgerScope {
  /// No attribute: the span's own name, under the key `name`.
  INTRINSIC,
  RESOURCE,
  /// The instrumentation scope.
  INSTRUMENTATION,
  SPAN,
  EVENT,
  LINK;

  /// As the API and TraceQL write it, such as `span`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
