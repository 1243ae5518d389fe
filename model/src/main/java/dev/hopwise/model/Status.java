package dev.hopwise.model;

/// How a span ended.
///
/// @param message empty when the sender gave none
public record Status(StatusCode code, String message) {

  /// What a span has that never set a status.
  public static final Status UNSET = new Status(StatusCode.UNSET, "");

  /// Whether the span failed.
  public boolean isError() {
    return code == StatusCode.ERROR;
  }
}
