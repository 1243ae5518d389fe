package dev.hopwise.server.listen;

/// A gRPC message is not framed as it should be. The sender's fault, made without a stack trace.
final class FrameException extends Exception {

  private static final long serialVersionUID = 1L;
  private final int grpcStatus;

  FrameException(int grpcStatus, String message) {
    super(message, null, false, false);
    this.grpcStatus = grpcStatus;
  }

  /// One of {@link GrpcStatus}.
  int grpcStatus() {
    return grpcStatus;
  }
}
