package dev.hopwise.server.listen;

/// The status codes of gRPC that are answered. `google.rpc.Status` uses the same numbers.
public final class GrpcStatus {

  public static final int OK = 0;
  public static final int CANCELLED = 1;
  public static final int INVALID_ARGUMENT = 3;
  public static final int RESOURCE_EXHAUSTED = 8;
  public static final int UNIMPLEMENTED = 12;
  public static final int INTERNAL = 13;
  public static final int UNAVAILABLE = 14;

  private GrpcStatus() {}
}
