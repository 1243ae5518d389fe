package dev.hopwise.server;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/// Requests as senders make them.
public final class Fixtures {

  private Fixtures() {}

  /// Spans of one trace, numbered from 1.
  public static byte[] export(long traceId, int spans) {
    return request(traceId, spans, 1).toByteArray();
  }

  /// One span of each of several traces.
  public static byte[] exportOfTraces(long... traceIds) {
    var all = request(traceIds[0], 1, 1).toBuilder();
    for (int i = 1; i < traceIds.length; i++) {
      all.mergeFrom(request(traceIds[i], 1, 1));
    }
    return all.build().toByteArray();
  }

  /// The same with some more whose trace id is all zeros.
  public static byte[] exportWithZeroIds(long traceId, int good, int zero) {
    return request(traceId, good, 1).toBuilder()
        .mergeFrom(request(0, zero, 1_000))
        .build()
        .toByteArray();
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static ExportTraceServiceRequest request(long traceId, int spans, int firstSpanId) {
    long now = System.currentTimeMillis() * 1_000_000L;
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (int i = 0; i < spans; i++) {
      scope.addSpans(
          Span.newBuilder()
              .setTraceId(bytes(0, traceId))
              .setSpanId(bytes(firstSpanId + (long) i))
              .setName("GET /cart")
              .setStartTimeUnixNano(now)
              .setEndTimeUnixNano(now + 1_000));
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
        .build();
  }

  private static ByteString bytes(long... longs) {
    ByteBuffer buffer = ByteBuffer.allocate(longs.length * Long.BYTES);
    for (long each : longs) {
      buffer.putLong(each);
    }
    return ByteString.copyFrom(buffer.flip());
  }
}
