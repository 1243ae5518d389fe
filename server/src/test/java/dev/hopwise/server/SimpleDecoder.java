package dev.hopwise.server;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.DecodeResult.Fault;
import dev.hopwise.receive.RefusalReason;
import dev.hopwise.receive.RequestDecoder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// A decoder made of other people's parts, for tests of what stands around it: protobuf with
/// identity and gzip, and the empty JSON. It keeps ids and times, and no slices.
public final class SimpleDecoder implements RequestDecoder {

  private final int bytesMax;

  public SimpleDecoder(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  @Override
  public DecodeResult decode(
      BodyFormat format,
      BodyEncoding encoding,
      byte[] body,
      int offset,
      int length,
      long receivedEpochNanos) {
    try {
      byte[] bytes = Arrays.copyOfRange(body, offset, offset + length);
      if (encoding == BodyEncoding.GZIP) {
        bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readNBytes(bytesMax + 1);
      }
      if (bytes.length > bytesMax) {
        return new DecodeResult.Undecodable(Fault.TOO_LARGE, "decompressed body too large", 0);
      }
      return switch (format) {
        case OTLP_PROTOBUF -> decode(ExportTraceServiceRequest.parseFrom(bytes));
        case OTLP_JSON, ZIPKIN_JSON, ZIPKIN_PROTOBUF ->
            bytes.length == 2
                ? decode(ExportTraceServiceRequest.getDefaultInstance())
                : new DecodeResult.Undecodable(
                    Fault.MALFORMED, "Expected a JSON_V2 encoded list", 0);
      };
    } catch (IOException e) {
      return new DecodeResult.Undecodable(Fault.MALFORMED, String.valueOf(e.getMessage()), 0);
    }
  }

  private static DecodeResult decode(ExportTraceServiceRequest request) {
    SpanBatch batch = new SpanBatch();
    batch.clear(new byte[0]);
    int scope = batch.addScope(batch.addResource());
    long refused = 0;
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scopeSpans : resource.getScopeSpansList()) {
        for (Span span : scopeSpans.getSpansList()) {
          refused += add(batch, scope, span);
        }
      }
    }
    return refused == 0
        ? new DecodeResult.Decoded(batch, Map.of(), "")
        : new DecodeResult.Decoded(
            batch, Map.of(RefusalReason.INVALID_TRACE_ID, refused), "trace id is all zeros");
  }

  private static int add(SpanBatch batch, int scope, Span span) {
    var id = span.getTraceId().asReadOnlyByteBuffer();
    long high = id.getLong();
    long low = id.getLong();
    if ((high | low) == 0) {
      return 1;
    }
    int at = batch.addSpan();
    batch.spanOffset[at] = 0;
    batch.spanLength[at] = 0;
    batch.scopeIndex[at] = scope;
    batch.traceIdHigh[at] = high;
    batch.traceIdLow[at] = low;
    batch.spanId[at] = span.getSpanId().asReadOnlyByteBuffer().getLong();
    batch.startEpochNanos[at] = span.getStartTimeUnixNano();
    batch.endEpochNanos[at] = span.getEndTimeUnixNano();
    return 0;
  }
}
