package dev.hopwise.model.otlp;

/// The bytes are not the protobuf message they claim to be. It is the sender's fault, made without
/// a stack trace because it can be provoked at will.
public final class MalformedProtoException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private final int offset;

  /// @param offset where in the message, in bytes
  public MalformedProtoException(String reason, int offset) {
    super(reason + " at byte " + offset, null, false, false);
    this.offset = offset;
  }

  /// Where in the message, in bytes.
  public int offset() {
    return offset;
  }
}
