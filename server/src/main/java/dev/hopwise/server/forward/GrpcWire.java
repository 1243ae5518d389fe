package dev.hopwise.server.forward;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import dev.hopwise.server.deliver.Answer;
import dev.hopwise.server.deliver.Bodies;
import dev.hopwise.server.deliver.ExportAnswer;
import dev.hopwise.server.deliver.OtlpWire;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// OTLP over gRPC, framed by hand: a flag for compression, a length of four bytes, the message.
///
/// Source: OTLP specification, "OTLP/gRPC Response": which codes may be tried again, and that
/// RESOURCE_EXHAUSTED is one of them only with a `RetryInfo`.
final class GrpcWire implements OtlpWire {

  private static final String EXPORT =
      "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
  private static final int HEAD_BYTES = 5;

  private static final int OK = 0;
  private static final int CANCELLED = 1;
  private static final int UNKNOWN = 2;
  private static final int DEADLINE_EXCEEDED = 4;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int ABORTED = 10;
  private static final int OUT_OF_RANGE = 11;
  private static final int UNAVAILABLE = 14;
  private static final int DATA_LOSS = 15;

  private final RequestHeaders headers;
  private final boolean gzip;

  GrpcWire(Map<String, String> extraHeaders, boolean gzip) {
    RequestHeadersBuilder builder = RequestHeaders.builder(HttpMethod.POST, EXPORT);
    extraHeaders.forEach(builder::set);
    builder
        .set(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
        .set(HttpHeaderNames.TE, "trailers");
    if (gzip) {
      builder.set("grpc-encoding", "gzip");
    }
    this.headers = builder.build();
    this.gzip = gzip;
  }

  @Override
  public RequestHeaders headers() {
    return headers;
  }

  @Override
  public byte[] body(List<byte[]> requests, int bytes) {
    byte[] body =
        gzip ? Bodies.gzipped(requests, HEAD_BYTES) : Bodies.joined(requests, HEAD_BYTES, bytes);
    ByteBuffer.wrap(body).put((byte) (gzip ? 1 : 0)).putInt(body.length - HEAD_BYTES);
    return body;
  }

  @Override
  public Answer read(AggregatedHttpResponse answer) {
    int code = code(answer);
    if (code == OK) {
      byte[] content = answer.content().array();
      return ExportAnswer.taken(
          content.length < HEAD_BYTES
              ? new byte[0]
              : Arrays.copyOfRange(content, HEAD_BYTES, content.length));
    }
    String reason =
        "gRPC status " + code + ExportAnswer.described(text(answer, "grpc-message").orElse(""));
    return switch (code) {
      case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS ->
          new Answer.TryAgain(reason, ExportAnswer.retryDelay(details(answer)));
      case RESOURCE_EXHAUSTED ->
          ExportAnswer.retryDelay(details(answer)).isPresent()
              ? new Answer.TryAgain(reason, ExportAnswer.retryDelay(details(answer)))
              : new Answer.Refused(reason);
      default -> new Answer.Refused(reason);
    };
  }

  /// Where a proxy answers instead, its HTTP status stands for a code as gRPC's own table says.
  private static int code(AggregatedHttpResponse answer) {
    Optional<String> status = text(answer, "grpc-status");
    if (status.isPresent() && status.get().matches("\\d{1,2}")) {
      return Integer.parseInt(status.get());
    }
    return switch (answer.status().code()) {
      case 429, 502, 503, 504 -> UNAVAILABLE;
      default -> UNKNOWN;
    };
  }

  private static String details(AggregatedHttpResponse answer) {
    return text(answer, "grpc-status-details-bin").orElse("");
  }

  /// From the trailers, or the head where nothing else came.
  private static Optional<String> text(AggregatedHttpResponse answer, String name) {
    return Optional.ofNullable(answer.trailers().get(name))
        .or(() -> Optional.ofNullable(answer.headers().get(name)));
  }
}
