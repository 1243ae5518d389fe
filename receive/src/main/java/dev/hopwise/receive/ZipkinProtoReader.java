package dev.hopwise.receive;

import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.receive.ZipkinSpan.Annotation;
import dev.hopwise.receive.ZipkinSpan.Endpoint;
import java.util.function.Consumer;

/// `zipkin.proto3.ListOfSpans` (openzipkin/zipkin-api, `zipkin.proto`).
final class ZipkinProtoReader {

  private static final int LIST_SPANS = 1 << 3 | ProtoReader.LENGTH_DELIMITED;

  private static final int TRACE_ID = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int PARENT_ID = 2 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int ID = 3 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int KIND = 4 << 3 | ProtoReader.VARINT;
  private static final int NAME = 5 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int TIMESTAMP = 6 << 3 | ProtoReader.FIXED64;
  private static final int DURATION = 7 << 3 | ProtoReader.VARINT;
  private static final int LOCAL_ENDPOINT = 8 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int REMOTE_ENDPOINT = 9 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int ANNOTATIONS = 10 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int TAGS = 11 << 3 | ProtoReader.LENGTH_DELIMITED;

  private static final int ENDPOINT_SERVICE_NAME = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int ENDPOINT_IPV4 = 2 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int ENDPOINT_IPV6 = 3 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int ENDPOINT_PORT = 4 << 3 | ProtoReader.VARINT;

  private static final int ANNOTATION_TIMESTAMP = 1 << 3 | ProtoReader.FIXED64;
  private static final int ANNOTATION_VALUE = 2 << 3 | ProtoReader.LENGTH_DELIMITED;

  private static final int TAG_KEY = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int TAG_VALUE = 2 << 3 | ProtoReader.LENGTH_DELIMITED;

  private final ProtoReader reader = new ProtoReader();
  private long index;

  /// How many spans were begun.
  long spansSeen() {
    return index;
  }

  void read(Slice body, Consumer<ZipkinSpan> sink) {
    index = 0;
    reader.reset(body.bytes(), body.offset());
    int end = body.offset() + body.length();
    try {
      while (reader.position() < end) {
        if (reader.tag(end) == LIST_SPANS) {
          index++;
          sink.accept(span(reader.length(end) + reader.position()));
        } else {
          reader.skip(end);
        }
      }
    } catch (MalformedProtoException e) {
      throw UndecodableException.malformed(
          "body is no zipkin.proto3.ListOfSpans: "
              + e.reason()
              + " at byte "
              + (e.offset() - body.offset()));
    }
  }

  private ZipkinSpan span(int end) {
    ZipkinSpanBuilder span = new ZipkinSpanBuilder();
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case TRACE_ID -> span.traceId = traceId(end);
        case PARENT_ID -> span.parentId = spanId(end, "parentId");
        case ID -> span.id = spanId(end, "id");
        case KIND -> span.kind = kind((int) reader.varint(end));
        case NAME -> span.name = reader.text(end);
        case TIMESTAMP -> span.timestampMicros = unsigned(reader.fixed64(end));
        case DURATION -> span.durationMicros = unsigned(reader.varint(end));
        case LOCAL_ENDPOINT -> span.localEndpoint = endpoint(end);
        case REMOTE_ENDPOINT -> span.remoteEndpoint = endpoint(end);
        case ANNOTATIONS -> span.annotation(annotation(end));
        case TAGS -> tag(span, end);
        default -> reader.skip(end);
      }
    }
    return span.build(index - 1);
  }

  private TraceId traceId(int outerEnd) {
    int length = reader.length(outerEnd);
    int from = reader.position();
    reader.seek(from + length);
    return switch (length) {
      case 8 -> new TraceId(0, ProtoReader.idAt(reader.bytes(), from));
      case 16 ->
          new TraceId(
              ProtoReader.idAt(reader.bytes(), from), ProtoReader.idAt(reader.bytes(), from + 8));
      default -> throw wrongLength("traceId", length, "8 or 16");
    };
  }

  private long spanId(int outerEnd, String field) {
    int length = reader.length(outerEnd);
    int from = reader.position();
    reader.seek(from + length);
    if (length == 0 && field.equals("parentId")) {
      return SpanId.NONE;
    }
    if (length != 8) {
      throw wrongLength(field, length, "8");
    }
    return ProtoReader.idAt(reader.bytes(), from);
  }

  private UndecodableException wrongLength(String field, int length, String wanted) {
    return UndecodableException.malformed(
        "/" + (index - 1) + "/" + field + " has " + length + " bytes instead of " + wanted);
  }

  private static SpanKind kind(int number) {
    return switch (number) {
      case 1 -> SpanKind.CLIENT;
      case 2 -> SpanKind.SERVER;
      case 3 -> SpanKind.PRODUCER;
      case 4 -> SpanKind.CONSUMER;
      default -> SpanKind.UNSPECIFIED;
    };
  }

  /// Numbers that no clock shows end at the largest signed one.
  private static long unsigned(long value) {
    return value < 0 ? Long.MAX_VALUE : value;
  }

  private Endpoint endpoint(int outerEnd) {
    int end = reader.length(outerEnd) + reader.position();
    String serviceName = "";
    String ipv4 = "";
    String ipv6 = "";
    long port = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case ENDPOINT_SERVICE_NAME -> serviceName = reader.text(end);
        case ENDPOINT_IPV4 -> ipv4 = ip(end);
        case ENDPOINT_IPV6 -> ipv6 = ip(end);
        case ENDPOINT_PORT -> port = reader.varint(end) & 0xFFFF_FFFFL;
        default -> reader.skip(end);
      }
    }
    return new Endpoint(serviceName, ipv4.isEmpty() ? ipv6 : ipv4, port);
  }

  private String ip(int end) {
    int length = reader.length(end);
    int from = reader.position();
    reader.seek(from + length);
    return IpText.of(reader.bytes(), from, length);
  }

  private Annotation annotation(int outerEnd) {
    int end = reader.length(outerEnd) + reader.position();
    long timestampMicros = 0;
    String value = "";
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case ANNOTATION_TIMESTAMP -> timestampMicros = unsigned(reader.fixed64(end));
        case ANNOTATION_VALUE -> value = reader.text(end);
        default -> reader.skip(end);
      }
    }
    return new Annotation(timestampMicros, value);
  }

  private void tag(ZipkinSpanBuilder span, int outerEnd) {
    int end = reader.length(outerEnd) + reader.position();
    String key = "";
    String value = "";
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case TAG_KEY -> key = reader.text(end);
        case TAG_VALUE -> value = reader.text(end);
        default -> reader.skip(end);
      }
    }
    span.tag(key, value);
  }
}
