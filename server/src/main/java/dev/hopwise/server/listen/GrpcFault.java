package dev.hopwise.server.listen;

/// How a gRPC call failed.
///
/// @param status one of {@link GrpcStatus}
public record GrpcFault(int status, String message) {}
