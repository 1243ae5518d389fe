package dev.hopwise.model;

import java.util.List;

/// OpenTelemetry's span kinds.
public enum SpanKind {
  UNSPECIFIED(0),
  INTERNAL(1),
  SERVER(2),
  CLIENT(3),
  PRODUCER(4),
  CONSUMER(5);

  private static final List<SpanKind> BY_NUMBER = List.of(values());

  private final int number;

  SpanKind(int number) {
    this.number = number;
  }

  /// An unknown number is UNSPECIFIED, as a newer sender's enum value must not lose the span.
  public static SpanKind ofNumber(int number) {
    return number >= 0 && number < BY_NUMBER.size() ? BY_NUMBER.get(number) : UNSPECIFIED;
  }

  /// The number on the wire, and in the stored column.
  public int number() {
    return number;
  }
}
