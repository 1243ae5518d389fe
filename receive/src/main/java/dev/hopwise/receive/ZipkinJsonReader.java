package dev.hopwise.receive;

import com.fasterxml.jackson.core.JsonToken;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import dev.hopwise.receive.ZipkinSpan.Annotation;
import dev.hopwise.receive.ZipkinSpan.Endpoint;
import java.io.IOException;
import java.util.HexFormat;
import java.util.function.Consumer;

/// Zipkin v2 JSON: an array of spans. Version 1, which is told by its `binaryAnnotations`, is
/// refused by name rather than misread. Unknown fields are ignored, null is absent.
final class ZipkinJsonReader {

  private static final int SPAN_ID_DIGITS_MAX = 16;

  private long index;

  /// How many spans were begun.
  long spansSeen() {
    return index;
  }

  /// An empty body is an empty list, as Zipkin's own server has it.
  void read(Slice json, Consumer<ZipkinSpan> sink) {
    index = 0;
    try (JsonInput in = JsonInput.of(json)) {
      if (in.next()) {
        in.expect(JsonToken.START_ARRAY, "a list of Zipkin v2 spans");
        while (in.nextElement()) {
          in.expect(JsonToken.START_OBJECT, "a span");
          index++;
          sink.accept(span(in));
        }
        in.expectEnd();
      }
    } catch (IOException e) {
      throw JsonInput.fault(e);
    }
  }

  private ZipkinSpan span(JsonInput in) throws IOException {
    ZipkinSpanBuilder span = new ZipkinSpanBuilder();
    while (in.nextField()) {
      if (!in.isNull()) {
        field(span, in);
      }
    }
    return span.build(index - 1);
  }

  private static void field(ZipkinSpanBuilder span, JsonInput in) throws IOException {
    switch (in.fieldName()) {
      case "traceId" -> {
        refuseSecond(in, span.traceId != null);
        span.traceId = traceId(in);
      }
      case "id" -> {
        refuseSecond(in, span.id != null);
        span.id = spanId(in);
      }
      case "parentId" -> span.parentId = spanId(in);
      case "name" -> span.name = in.text();
      case "kind" -> span.kind = kind(in);
      case "timestamp" -> span.timestampMicros = micros(in);
      case "duration" -> span.durationMicros = micros(in);
      case "localEndpoint" -> span.localEndpoint = endpoint(in);
      case "remoteEndpoint" -> span.remoteEndpoint = endpoint(in);
      case "annotations" -> annotations(span, in);
      case "tags" -> tags(span, in);
      case "binaryAnnotations" -> throw in.fault("is Zipkin v1; only v2 is understood");
      default -> in.skip();
    }
  }

  private static void refuseSecond(JsonInput in, boolean isSecond) {
    if (isSecond) {
      throw in.fault("stands twice in one span");
    }
  }

  private static TraceId traceId(JsonInput in) throws IOException {
    String digits = hex(in, TraceId.HEX_DIGITS);
    int split = Math.max(0, digits.length() - SPAN_ID_DIGITS_MAX);
    long high = split == 0 ? 0 : HexFormat.fromHexDigitsToLong(digits, 0, split);
    return new TraceId(high, HexFormat.fromHexDigitsToLong(digits, split, digits.length()));
  }

  private static long spanId(JsonInput in) throws IOException {
    return HexFormat.fromHexDigitsToLong(hex(in, SPAN_ID_DIGITS_MAX));
  }

  /// Short ids stand for ones with leading zeros, as in Zipkin.
  private static String hex(JsonInput in, int digitsMax) throws IOException {
    String text = in.text();
    boolean fits = !text.isEmpty() && text.length() <= digitsMax;
    if (!fits || !text.chars().allMatch(HexFormat::isHexDigit)) {
      throw in.fault("is not 1 to " + digitsMax + " hexadecimal digits");
    }
    return text;
  }

  private static SpanKind kind(JsonInput in) throws IOException {
    return switch (in.text()) {
      case "CLIENT" -> SpanKind.CLIENT;
      case "SERVER" -> SpanKind.SERVER;
      case "PRODUCER" -> SpanKind.PRODUCER;
      case "CONSUMER" -> SpanKind.CONSUMER;
      default -> throw in.fault("is not CLIENT, SERVER, PRODUCER or CONSUMER");
    };
  }

  private static long micros(JsonInput in) throws IOException {
    long micros = in.signed64();
    if (micros < 0) {
      throw in.fault("is negative");
    }
    return micros;
  }

  private static Endpoint endpoint(JsonInput in) throws IOException {
    in.expect(JsonToken.START_OBJECT, "an endpoint");
    String serviceName = "";
    String ipv4 = "";
    String ipv6 = "";
    long port = 0;
    while (in.nextField()) {
      if (in.isNull()) {
        continue;
      }
      switch (in.fieldName()) {
        case "serviceName" -> serviceName = in.text();
        case "ipv4" -> ipv4 = in.text();
        case "ipv6" -> ipv6 = in.text();
        case "port" -> port = in.unsigned32();
        default -> in.skip();
      }
    }
    return new Endpoint(serviceName, ipv4.isEmpty() ? ipv6 : ipv4, port);
  }

  private static void annotations(ZipkinSpanBuilder span, JsonInput in) throws IOException {
    in.expect(JsonToken.START_ARRAY, "a list of annotations");
    while (in.nextElement()) {
      in.expect(JsonToken.START_OBJECT, "an annotation");
      span.annotation(annotation(in));
    }
  }

  private static Annotation annotation(JsonInput in) throws IOException {
    long timestampMicros = 0;
    String value = "";
    while (in.nextField()) {
      if (in.isNull()) {
        continue;
      }
      switch (in.fieldName()) {
        case "timestamp" -> timestampMicros = micros(in);
        case "value" -> value = in.text();
        default -> in.skip();
      }
    }
    return new Annotation(timestampMicros, value);
  }

  private static void tags(ZipkinSpanBuilder span, JsonInput in) throws IOException {
    in.expect(JsonToken.START_OBJECT, "an object of tags");
    while (in.nextField()) {
      if (!in.isNull()) {
        span.tag(in.fieldName(), in.scalarText());
      }
    }
  }
}
