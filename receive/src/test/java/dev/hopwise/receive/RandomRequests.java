package dev.hopwise.receive;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.Random;

/// Requests with every field and every kind of value, some spans invalid, some fields unknown.
final class RandomRequests {

  private static final String[] TEXTS = {
    "", "service.name", "http.route", "a", "Größe – 漢字 🙂", "x".repeat(200), "\u0000", "k"
  };

  private final Random random;

  RandomRequests(long seed) {
    random = new Random(seed);
  }

  ExportTraceServiceRequest next() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      request.addResourceSpans(resourceSpans());
    }
    return request.setUnknownFields(unknown()).build();
  }

  private ResourceSpans resourceSpans() {
    ResourceSpans.Builder out = ResourceSpans.newBuilder().setSchemaUrl(text());
    if (random.nextInt(5) > 0) {
      Resource.Builder resource =
          Resource.newBuilder().setDroppedAttributesCount(number()).setUnknownFields(unknown());
      for (int i = random.nextInt(4); i > 0; i--) {
        resource.addAttributes(keyValue(0));
      }
      out.setResource(resource);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      out.addScopeSpans(scopeSpans());
    }
    return out.setUnknownFields(unknown()).build();
  }

  private ScopeSpans scopeSpans() {
    ScopeSpans.Builder out = ScopeSpans.newBuilder().setSchemaUrl(text());
    if (random.nextInt(5) > 0) {
      InstrumentationScope.Builder scope =
          InstrumentationScope.newBuilder()
              .setName(text())
              .setVersion(text())
              .setDroppedAttributesCount(number());
      for (int i = random.nextInt(3); i > 0; i--) {
        scope.addAttributes(keyValue(0));
      }
      out.setScope(scope);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      out.addSpans(span());
    }
    return out.setUnknownFields(unknown()).build();
  }

  private Span span() {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(16))
            .setSpanId(id(8))
            .setTraceState(text())
            .setName(text())
            .setKindValue(random.nextInt(8) - 1)
            .setStartTimeUnixNano(random.nextInt(8) == 0 ? random.nextLong() : positive())
            .setEndTimeUnixNano(random.nextLong())
            .setDroppedAttributesCount(number())
            .setDroppedEventsCount(number())
            .setDroppedLinksCount(number())
            .setFlags(number());
    if (random.nextBoolean()) {
      span.setParentSpanId(id(8));
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      span.addAttributes(keyValue(0));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      span.addEvents(event());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      span.addLinks(link());
    }
    if (random.nextBoolean()) {
      span.setStatus(Status.newBuilder().setMessage(text()).setCodeValue(random.nextInt(5) - 1));
    }
    return span.setUnknownFields(unknown()).build();
  }

  private Span.Event event() {
    Span.Event.Builder event =
        Span.Event.newBuilder()
            .setTimeUnixNano(random.nextLong())
            .setName(text())
            .setDroppedAttributesCount(number());
    for (int i = random.nextInt(3); i > 0; i--) {
      event.addAttributes(keyValue(0));
    }
    return event.setUnknownFields(unknown()).build();
  }

  private Span.Link link() {
    Span.Link.Builder link =
        Span.Link.newBuilder()
            .setTraceId(id(16))
            .setSpanId(id(8))
            .setTraceState(text())
            .setFlags(number())
            .setDroppedAttributesCount(number());
    for (int i = random.nextInt(3); i > 0; i--) {
      link.addAttributes(keyValue(0));
    }
    return link.build();
  }

  private KeyValue keyValue(int depth) {
    KeyValue.Builder out = KeyValue.newBuilder().setKey(text());
    if (random.nextInt(10) > 0) {
      out.setValue(value(depth));
    }
    return out.setUnknownFields(unknown()).build();
  }

  private AnyValue value(int depth) {
    AnyValue.Builder value = AnyValue.newBuilder();
    switch (random.nextInt(depth > 4 ? 6 : 9)) {
      case 0 -> value.setBoolValue(random.nextBoolean());
      case 1 -> value.setIntValue(random.nextLong() >> random.nextInt(64));
      case 2 -> value.setDoubleValue(real());
      case 3 -> value.setBytesValue(id(random.nextInt(20)));
      case 4 -> value.clearValue();
      case 5, 6 -> value.setStringValue(text());
      case 7 -> {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.addValues(value(depth + 1));
        }
        value.setArrayValue(array);
      }
      default -> {
        KeyValueList.Builder map = KeyValueList.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.addValues(keyValue(depth + 1));
        }
        value.setKvlistValue(map);
      }
    }
    return value.build();
  }

  private double real() {
    return switch (random.nextInt(5)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> 0;
      default -> random.nextGaussian();
    };
  }

  /// Fields with numbers that OTLP does not use, of every wire type.
  private UnknownFieldSet unknown() {
    if (random.nextInt(6) > 0) {
      return UnknownFieldSet.getDefaultInstance();
    }
    UnknownFieldSet group =
        UnknownFieldSet.newBuilder()
            .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(random.nextLong()).build())
            .build();
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder()
            .addVarint(random.nextLong())
            .addFixed32(random.nextInt())
            .addFixed64(random.nextLong())
            .addLengthDelimited(id(random.nextInt(300)))
            .addGroup(group)
            .build();
    int number = random.nextBoolean() ? 1000 : (1 << 29) - 1;
    return UnknownFieldSet.newBuilder().addField(number, field).build();
  }

  private ByteString id(int length) {
    int wrong = random.nextInt(20);
    byte[] bytes = new byte[wrong == 0 ? random.nextInt(20) : length];
    if (wrong != 1) {
      random.nextBytes(bytes);
    }
    return ByteString.copyFrom(bytes);
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private int number() {
    return random.nextInt() >>> random.nextInt(32);
  }

  private long positive() {
    return random.nextLong() >>> 1;
  }
}
