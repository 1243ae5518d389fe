package dev.hopwise.receive;

import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.SpanBatch;

/// The decoder for every format and encoding: decompress, bring into OTLP protobuf, scan.
///
/// OTLP/JSON and Zipkin are written as the protobuf bytes that the same spans would have come as,
/// so that everything behind the receiver knows one format. An uncompressed protobuf body is read
/// in place: the batch then points into the caller's array.
///
/// Not thread-safe. Closing frees native memory early; a decoder that lives as long as its thread
/// need not be closed.
public final class StandardRequestDecoder implements RequestDecoder, AutoCloseable {

  /// The tables that a request of very many spans made grow are not kept.
  private static final int SPANS_RETAINED_MAX = 1 << 17;

  private final ReceiveLimits limits;
  private final Decompressor decompressor;
  private final SpanCheck check;
  private final OtlpScanner scanner;
  private final OtlpJsonConverter otlpJson = new OtlpJsonConverter();
  private final ZipkinConverter zipkin = new ZipkinConverter();
  private SpanBatch batch = new SpanBatch();

  public StandardRequestDecoder(ReceiveLimits limits) {
    this.limits = limits;
    this.decompressor = new Decompressor(limits.bodyBytesMax());
    this.check = new SpanCheck(limits);
    this.scanner = new OtlpScanner(check);
  }

  @Override
  public DecodeResult decode(
      BodyFormat format,
      BodyEncoding encoding,
      byte[] body,
      int offset,
      int length,
      long receivedEpochNanos) {
    if (length > limits.bodyBytesMax()) {
      return new DecodeResult.Undecodable(
          DecodeResult.Fault.TOO_LARGE,
          "body of "
              + length
              + " bytes is larger than receive.body-bytes-max = "
              + limits.bodyBytesMax(),
          0);
    }
    try {
      Slice plain = plain(encoding, body, offset, length);
      return scan(otlp(format, plain, receivedEpochNanos), receivedEpochNanos);
    } catch (UndecodableException e) {
      return new DecodeResult.Undecodable(e.fault(), e.reason(), e.spansSeen());
    }
  }

  @Override
  public void close() {
    decompressor.close();
  }

  private Slice plain(BodyEncoding encoding, byte[] body, int offset, int length) {
    if (encoding == BodyEncoding.IDENTITY) {
      return new Slice(body, offset, length);
    }
    BodyBuffer buffer = decompressor.decompress(encoding, body, offset, length);
    return new Slice(buffer.bytes, 0, buffer.size);
  }

  private Slice otlp(BodyFormat format, Slice plain, long receivedEpochNanos) {
    return switch (format) {
      case OTLP_PROTOBUF -> plain;
      case OTLP_JSON -> otlpJson.toProtobuf(plain);
      case ZIPKIN_JSON -> zipkin.fromJson(plain, receivedEpochNanos);
      case ZIPKIN_PROTOBUF -> zipkin.fromProtobuf(plain, receivedEpochNanos);
    };
  }

  private DecodeResult scan(Slice otlp, long receivedEpochNanos) {
    if (batch.spanOffset.length > SPANS_RETAINED_MAX) {
      batch = new SpanBatch();
    }
    check.begin(receivedEpochNanos);
    try {
      scanner.scan(otlp.bytes(), otlp.offset(), otlp.length(), batch);
    } catch (MalformedProtoException e) {
      batch.clear(otlp.bytes());
      long seen = new SpanCounter().count(otlp.bytes(), otlp.offset(), otlp.length());
      return new DecodeResult.Undecodable(
          DecodeResult.Fault.MALFORMED,
          "body is no ExportTraceServiceRequest: "
              + e.reason()
              + " at byte "
              + (e.offset() - otlp.offset()),
          seen);
    }
    return new DecodeResult.Decoded(batch, check.refused(), check.message());
  }
}
