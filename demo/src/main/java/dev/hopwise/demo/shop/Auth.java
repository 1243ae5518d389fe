package dev.hopwise.demo.shop;

import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/// `auth`: says over gRPC whom a token belongs to.
final class Auth implements Part {
  private final Addresses addresses;
  private final Faults faults;
  private volatile SessionStore sessions = SessionStore.NONE;

  Auth(Addresses addresses, Faults faults) {
    this.addresses = addresses;
    this.faults = faults;
  }

  @Override
  public void listen() throws IOException {
    var service =
        ServerServiceDefinition.builder(AuthRpc.SERVICE)
            .addMethod(AuthRpc.VERIFY_TOKEN, ServerCalls.asyncUnaryCall(this::verify))
            .build();
    var server =
        NettyServerBuilder.forAddress(addresses.toBind(Address.AUTH))
            .addService(service)
            .build()
            .start();
    addresses.put(Address.AUTH, server.getPort());
  }

  @Override
  public void connect() {
    sessions = new SqlSessionStore(new Sql(addresses, "auth"));
  }

  private void verify(AuthRpc.Request request, StreamObserver<AuthRpc.Reply> observer) {
    try {
      Work.compute(request.token() + "-signature", 100);
      Work.await(3, 0.5);
      if (faults.on(Fault.SLOW_AUTH)) {
        Work.await(350, 0.2);
      }
      answer(sessions.find(request.token()), observer);
    } catch (SQLException e) {
      observer.onError(
          Status.UNAVAILABLE.withDescription("sessions").withCause(e).asRuntimeException());
    }
  }

  private static void answer(
      Optional<AuthRpc.Reply> session, StreamObserver<AuthRpc.Reply> observer) {
    if (session.isEmpty()) {
      observer.onError(
          Status.UNAUTHENTICATED.withDescription("token unknown or expired").asRuntimeException());
      return;
    }
    observer.onNext(session.get());
    observer.onCompleted();
  }
}
