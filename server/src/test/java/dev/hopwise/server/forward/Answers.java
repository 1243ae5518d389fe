package dev.hopwise.server.forward;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.hopwise.model.otlp.ProtoWriter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.ByteBuffer;
import java.util.Base64;

/// What receivers answer.
final class Answers {

  private Answers() {}

  static HttpResponse ok() {
    return HttpResponse.of(HttpStatus.OK, MediaType.X_PROTOBUF, HttpData.empty());
  }

  static HttpResponse rejecting(long spans, String why) {
    return HttpResponse.of(HttpStatus.OK, MediaType.X_PROTOBUF, HttpData.wrap(partial(spans, why)));
  }

  static HttpResponse status(int status, String text) {
    return HttpResponse.of(HttpStatus.valueOf(status), MediaType.PLAIN_TEXT_UTF_8, text);
  }

  static HttpResponse retryAfter(int status, String value) {
    return HttpResponse.of(ResponseHeaders.of(HttpStatus.valueOf(status), "retry-after", value));
  }

  static HttpResponse grpcOk() {
    return grpcOk(new byte[0]);
  }

  static HttpResponse grpcRejecting(long spans, String why) {
    return grpcOk(partial(spans, why));
  }

  static HttpResponse grpc(int status, String message) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .endOfStream(true)
            .set("content-type", "application/grpc")
            .set("grpc-status", "" + status)
            .set("grpc-message", message)
            .build());
  }

  /// With the detail that asks for a delay.
  static HttpResponse grpcRetryInfo(int status, long millis) {
    ProtoWriter delay = new ProtoWriter();
    delay.varintField(1 << 3, millis / 1_000);
    delay.varintField(2 << 3, millis % 1_000 * 1_000_000);
    ProtoWriter info = new ProtoWriter();
    info.messageField(1 << 3 | 2, delay);
    Any any =
        Any.newBuilder()
            .setTypeUrl("type.googleapis.com/google.rpc.RetryInfo")
            .setValue(ByteString.copyFrom(info.toBytes()))
            .build();
    ProtoWriter details = new ProtoWriter();
    details.varintField(1 << 3, status);
    details.bytesField(3 << 3 | 2, any.toByteArray());
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .endOfStream(true)
            .set("content-type", "application/grpc")
            .set("grpc-status", "" + status)
            .set(
                "grpc-status-details-bin",
                Base64.getEncoder().withoutPadding().encodeToString(details.toBytes()))
            .build());
  }

  private static HttpResponse grpcOk(byte[] message) {
    byte[] frame =
        ByteBuffer.allocate(5 + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array();
    return HttpResponse.of(
        ResponseHeaders.of(HttpStatus.OK, "content-type", "application/grpc"),
        HttpData.wrap(frame),
        HttpHeaders.of("grpc-status", "0"));
  }

  private static byte[] partial(long spans, String why) {
    ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
    response.getPartialSuccessBuilder().setRejectedSpans(spans).setErrorMessage(why);
    return response.build().toByteArray();
  }
}
