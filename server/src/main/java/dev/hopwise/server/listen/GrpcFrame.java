package dev.hopwise.server.listen;

import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.server.ingest.IngestRequest;
import java.nio.ByteBuffer;

/// The one message of a unary gRPC request:
///
/// ```
/// byte 0     1 when compressed as `grpc-encoding` says, 0 when not
/// byte 1..4  length, big-endian
/// byte 5..   message
/// ```
final class GrpcFrame {

  static final int HEAD_BYTES = 5;

  private GrpcFrame() {}

  /// Unpacks a request body.
  ///
  /// @param encoding as the request's `grpc-encoding` says
  static IngestRequest unpack(byte[] bytes, int length, BodyEncoding encoding)
      throws FrameException {
    if (length < HEAD_BYTES) {
      throw new FrameException(
          GrpcStatus.INTERNAL, "request of " + length + " bytes holds no gRPC message");
    }
    long messageLength = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(1));
    if (messageLength != length - HEAD_BYTES) {
      throw new FrameException(
          GrpcStatus.INTERNAL,
          "gRPC message of %d bytes in a request that holds %d"
              .formatted(messageLength, length - HEAD_BYTES));
    }
    return new IngestRequest(
        BodyFormat.OTLP_PROTOBUF,
        encodingOf(bytes[0], encoding),
        bytes,
        HEAD_BYTES,
        length - HEAD_BYTES);
  }

  /// An answer, uncompressed.
  static byte[] pack(byte[] message) {
    return ByteBuffer.allocate(HEAD_BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static BodyEncoding encodingOf(byte flag, BodyEncoding encoding) throws FrameException {
    return switch (flag) {
      case 0 -> BodyEncoding.IDENTITY;
      case 1 -> {
        if (encoding == BodyEncoding.IDENTITY) {
          throw new FrameException(
              GrpcStatus.INTERNAL,
              "gRPC message is marked compressed but grpc-encoding names none");
        }
        yield encoding;
      }
      default ->
          throw new FrameException(GrpcStatus.INTERNAL, "gRPC message with unknown flag " + flag);
    };
  }
}
