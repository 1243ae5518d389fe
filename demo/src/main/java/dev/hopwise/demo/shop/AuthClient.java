package dev.hopwise.demo.shop;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import java.util.concurrent.TimeUnit;

/// How the gateway asks auth.
final class AuthClient {
  private static final long DEADLINE_SECONDS = 5;

  private final ManagedChannel channel;

  AuthClient(Addresses addresses) {
    Address auth = Address.AUTH;
    channel =
        NettyChannelBuilder.forAddress(auth.host(), addresses.port(auth)).usePlaintext().build();
  }

  /// @throws HttpException 401 for an unknown token, 503 if auth does not answer
  AuthRpc.Reply verify(String token) {
    try {
      return ClientCalls.blockingUnaryCall(
          channel,
          AuthRpc.VERIFY_TOKEN,
          CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
          new AuthRpc.Request(token));
    } catch (StatusRuntimeException e) {
      boolean unknown = e.getStatus().getCode() == io.grpc.Status.Code.UNAUTHENTICATED;
      Status status = unknown ? Status.UNAUTHORIZED_401 : Status.SERVICE_UNAVAILABLE_503;
      throw new HttpException("auth: " + e.getStatus(), status, e, true);
    }
  }
}
