package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The gRPC method `shop.Auth/VerifyToken`. Its messages travel as JSON, which gRPC allows and
/// which spares the build a protobuf compiler.
final class AuthRpc {
  static final String SERVICE = "shop.Auth";

  /// @param token the bearer token, without the word Bearer
  record Request(String token) {}

  /// @param user whom the token belongs to
  /// @param tier the user's tier: gold, silver or basic
  record Reply(String user, String tier) {}

  static final MethodDescriptor<Request, Reply> VERIFY_TOKEN =
      MethodDescriptor.<Request, Reply>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "VerifyToken"))
          .setRequestMarshaller(new JsonMarshaller<>(Request.class))
          .setResponseMarshaller(new JsonMarshaller<>(Reply.class))
          .build();

  private AuthRpc() {}

  private record JsonMarshaller<T>(Class<T> type) implements MethodDescriptor.Marshaller<T> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public InputStream stream(T message) {
      try {
        return new ByteArrayInputStream(MAPPER.writeValueAsBytes(message));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public T parse(InputStream bytes) {
      try {
        return MAPPER.readValue(bytes, type);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
