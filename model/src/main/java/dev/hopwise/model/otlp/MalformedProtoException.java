package dev.hopwise.model.otlp;

/// The bytes are not the protobuf message they claim to be. It is the sender's fault, made without
/// a stack trace because it can be provoked at will.
public final class MalformedProtoException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private final String reason;
  private final int offset;

  /// @param offset where, in bytes from the start of the array that was read
  public MalformedProtoException(String reason, int offset) {
    super(reason + " at byte " + offset, null, false, false);
    this.reason = reason;
    this.offset = offset;
  }

  /// What is wrong, without the place.
  public String reason() {
    return reason;
  }

  /// Where, in bytes from the start of the array that was read.
  public int offset() {
    return offset;
  }
}
