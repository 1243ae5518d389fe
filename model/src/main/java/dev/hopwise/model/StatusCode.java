package dev.hopwise.model;

import java.util.List;

/// OpenTelemetry's status codes.
public enum StatusCode {
  UNSET(0),
  OK(1),
  ERROR(2);

  private static final List<StatusCode> BY_NUMBER = List.of(values());

  private final int number;

  StatusCode(int number) {
    this.number = number;
  }

  /// An unknown number is UNSET.
  public static StatusCode ofNumber(int number) {
    return number >= 0 && number < BY_NUMBER.size() ? BY_NUMBER.get(number) : UNSET;
  }

  /// The number on the wire, and in the stored column.
  public int number() {
    return number;
  }
}
