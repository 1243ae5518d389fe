package dev.hopwise.receive;

import dev.hopwise.receive.DecodeResult.Fault;

/// A body that cannot be turned into spans, on its way to becoming {@link
/// DecodeResult.Undecodable}. Without a stack trace, because it can be provoked at will.
final class UndecodableException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private final Fault fault;
  private final long spansSeen;

  private UndecodableException(Fault fault, String message, long spansSeen) {
    super(message, null, false, false);
    this.fault = fault;
    this.spansSeen = spansSeen;
  }

  /// The body is not what it claims to be.
  static UndecodableException malformed(String message) {
    return new UndecodableException(Fault.MALFORMED, message, 0);
  }

  /// The body is over the limit, as sent or decompressed.
  static UndecodableException tooLarge(String message) {
    return new UndecodableException(Fault.TOO_LARGE, message, 0);
  }

  /// The same, after so many spans were counted.
  UndecodableException after(long spans) {
    return new UndecodableException(fault, reason(), spans);
  }

  long spansSeen() {
    return spansSeen;
  }

  Fault fault() {
    return fault;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
