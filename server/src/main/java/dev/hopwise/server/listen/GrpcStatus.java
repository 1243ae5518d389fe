package dev.hopwise.server.listen;

/// The status codes of gRPC that are answered. `google.rpc.Status` uses the same numbers.
final class GrpcStatus {

  static final int OK = 0;
  static final int INVALID_ARGUMENT = 3;
  static final int RESOURCE_EXHAUSTED = 8;
  static final int UNIMPLEMENTED = 12;
  static final int INTERNAL = 13;
  static final int UNAVAILABLE = 14;

  private GrpcStatus() {}
}
