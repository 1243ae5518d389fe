package dev.hopwise.model.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanEncoderTest {

  private static final Attributes EVERY_KIND =
      Attributes.of(
          new Attribute("text", AttributeValue.of("Größe 🙂")),
          new Attribute("", AttributeValue.of("")),
          new Attribute("yes", AttributeValue.of(true)),
          new Attribute("no", AttributeValue.of(false)),
          new Attribute("zero", AttributeValue.of(0)),
          new Attribute("min", AttributeValue.of(Long.MIN_VALUE)),
          new Attribute("real", AttributeValue.of(0.0)),
          new Attribute("nan", AttributeValue.of(Double.NaN)),
          new Attribute("bytes", new AttributeValue.Bytes(new byte[] {0, -1})),
          new Attribute("no bytes", new AttributeValue.Bytes(new byte[0])),
          new Attribute("empty", AttributeValue.EMPTY),
          new Attribute(
              "array",
              new AttributeValue.Array(List.of(AttributeValue.of(1), AttributeValue.EMPTY))),
          new Attribute("map", new AttributeValue.Map(Attributes.of("k", "v"))));

  private static final Resource RESOURCE = new Resource(EVERY_KIND, -1, "https://resource");
  private static final InstrumentationScope SCOPE =
      new InstrumentationScope("lib", "1.0", EVERY_KIND, 2, "https://scope");

  @Test
  void writesASpanThatIsReadBackEqual() {
    for (Span span : List.of(full(), bare())) {
      byte[] bytes = SpanEncoder.encode(span);
      assertThat(new SpanDecoder().span(bytes, 0, bytes.length, span.resource(), span.scope()))
          .isEqualTo(span);
    }
  }

  @Test
  void groupsSpansByResourceAndScope() {
    byte[] bytes = SpanEncoder.encode(List.of(full(), bare(), full()));
    ProtoReader reader = new ProtoReader().reset(bytes, 0);
    int groups = 0;
    while (reader.position() < bytes.length) {
      assertThat(reader.tag(bytes.length)).isEqualTo(OtlpFields.REQUEST_RESOURCE_SPANS);
      reader.skip(bytes.length);
      groups++;
    }
    assertThat(groups).isEqualTo(2);
  }

  @Test
  void readsAnIdOfAWrongLengthAsZeros() {
    ProtoWriter link = new ProtoWriter();
    link.bytesField(OtlpFields.LINK_TRACE_ID, new byte[] {1});
    link.bytesField(OtlpFields.LINK_SPAN_ID, new byte[9]);
    ProtoWriter span = new ProtoWriter();
    span.messageField(OtlpFields.SPAN_LINKS, link);
    Span read =
        new SpanDecoder()
            .span(span.toBytes(), 0, span.size(), Resource.EMPTY, InstrumentationScope.EMPTY);
    assertThat(read.links().getFirst().traceId()).isEqualTo(new TraceId(0, 0));
    assertThat(read.links().getFirst().spanId()).isEqualTo(SpanId.NONE);
  }

  private static Span full() {
    return new Span(
        new TraceId(1, -2),
        -3,
        4,
        "ot=th:8",
        -1,
        "GET /",
        SpanKind.CONSUMER,
        5,
        Long.MIN_VALUE,
        EVERY_KIND,
        -6,
        List.of(new Event(7, "e", EVERY_KIND, 8), new Event(0, "", Attributes.EMPTY, 0)),
        9,
        List.of(
            new Link(new TraceId(10, 11), 12, "a=b", EVERY_KIND, 13, -14),
            new Link(new TraceId(0, 1), SpanId.NONE, "", Attributes.EMPTY, 0, 0)),
        15,
        new Status(StatusCode.ERROR, "no"),
        RESOURCE,
        SCOPE);
  }

  private static Span bare() {
    return new Span(
        new TraceId(0, 1),
        1,
        SpanId.NONE,
        "",
        0,
        "",
        SpanKind.UNSPECIFIED,
        0,
        0,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        Resource.EMPTY,
        InstrumentationScope.EMPTY);
  }
}
