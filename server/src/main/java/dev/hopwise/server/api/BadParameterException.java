package dev.hopwise.server.api;

import java.util.OptionalLong;

/// A parameter that says nothing that can be understood, or too much.
public final class BadParameterException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String field;
  private final long limit;

  public BadParameterException(String field, String message) {
    this(field, message, -1);
  }

  /// @param limit what the field may be at most, or −1
  public BadParameterException(String field, String message, long limit) {
    super(message);
    this.field = field;
    this.limit = limit;
  }

  public String field() {
    return field;
  }

  public OptionalLong limit() {
    return limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit);
  }
}
