package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// Answers of a unary gRPC method: a message and trailers, or trailers only.
///
/// Source: "gRPC over HTTP2", sections Responses and Percent-Encoded.
final class GrpcAnswers {

  /// Header lists are bounded in most clients at 8 KiB, of which the message takes its part twice.
  private static final int MESSAGE_CHARS_MAX = 512;

  private static final ResponseHeaders SUCCESS =
      ResponseHeaders.of(HttpStatus.OK, "content-type", "application/grpc");
  private static final HttpHeaders SUCCESS_TRAILERS = HttpHeaders.of("grpc-status", "0");

  private GrpcAnswers() {}

  static HttpResponse message(byte[] message) {
    return HttpResponse.of(SUCCESS, HttpData.wrap(GrpcFrame.pack(message)), SUCCESS_TRAILERS);
  }

  static HttpResponse fault(RpcStatus status) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .endOfStream(true)
            .set("content-type", "application/grpc")
            .set("grpc-accept-encoding", "identity,gzip,zstd,deflate")
            .set("grpc-status", Integer.toString(status.code()));
    String shortMessage = shortened(status.message());
    headers.set("grpc-message", percentEncoded(shortMessage));
    if (status.detail() != RpcStatus.Detail.NONE) {
      byte[] details = new RpcStatus(status.code(), shortMessage, status.detail()).toProto();
      headers.set(
          "grpc-status-details-bin", Base64.getEncoder().withoutPadding().encodeToString(details));
    }
    return HttpResponse.of(headers.build());
  }

  /// A message as a trailer carries it.
  static String shortMessage(String message) {
    return percentEncoded(shortened(message));
  }

  private static String shortened(String message) {
    return message.length() <= MESSAGE_CHARS_MAX
        ? message
        : message.substring(0, MESSAGE_CHARS_MAX);
  }

  /// Space to tilde stand as they are, but for the percent sign.
  static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", b));
      }
    }
    return encoded.toString();
  }
}
