package dev.hopwise.receive;

import static dev.hopwise.receive.BodyFormat.ZIPKIN_JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.Link;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.receive.DecodeResult.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One test per row of the mapping from Zipkin's model to OpenTelemetry's.
class ZipkinTest {

  private static final String IDS = "\"traceId\":\"463ac35c9f6413ad\",\"id\":\"a2fb4a1d1a96d312\"";
  private static final String TIMES = "\"timestamp\":1795356347482000,\"duration\":431";

  @Test
  void padsAShortTraceIdOnTheLeft() {
    assertThat(one("").traceId()).isEqualTo(new TraceId(0, 0x463ac35c9f6413adL));
    String body = "[{\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"id\":\"1\"," + TIMES + "}]";
    Span span = Spans.accepted(Spans.decode(ZIPKIN_JSON, body)).getFirst();
    assertThat(span.traceId()).isEqualTo(Spans.TRACE);
    assertThat(span.spanId()).isEqualTo(1);
  }

  @Test
  void countsMicrosecondsFrom1970() {
    Span span = one("\"name\":\"get\"");
    assertThat(span.name()).isEqualTo("get");
    assertThat(span.startEpochNanos()).isEqualTo(Spans.NOW);
    assertThat(span.durationNanos()).isEqualTo(431_000);
  }

  @Test
  void takesAParentThatIsTheSpanItselfForNone() {
    assertThat(one("\"parentId\":\"a2fb4a1d1a96d312\"").isRoot()).isTrue();
    assertThat(one("\"parentId\":\"6b221d5bc9e6496c\"").parentSpanId())
        .isEqualTo(0x6b221d5bc9e6496cL);
  }

  @Test
  void namesTheServiceByTheLocalEndpoint() {
    assertThat(one("\"localEndpoint\":{\"serviceName\":\"shop\"}").serviceName()).isEqualTo("shop");
    assertThat(one("").serviceName()).isEqualTo("unknown_service");
    Span renamed =
        one(
            "\"localEndpoint\":{\"serviceName\":\"shop\"},"
                + "\"tags\":{\"otlp.service.name.source\":\"faas.name\"}");
    assertThat(renamed.resource().attributes()).isEqualTo(Attributes.of("faas.name", "shop"));
    assertThat(renamed.attributes().isEmpty()).isTrue();
  }

  @Test
  void movesResourceTagsToTheResource() {
    Span span = one("\"tags\":{\"k8s.pod.name\":\"p-1\",\"http.method\":\"GET\"}");
    assertThat(span.resource().attributes()).isEqualTo(Attributes.of("k8s.pod.name", "p-1"));
    assertThat(span.attributes()).isEqualTo(Attributes.of("http.method", "GET"));
  }

  @Test
  void makesAScopeOfTheLibraryTags() {
    Span span = one("\"tags\":{\"otel.library.name\":\"lib\",\"otel.library.version\":\"2\"}");
    assertThat(span.scope().name()).isEqualTo("lib");
    assertThat(span.scope().version()).isEqualTo("2");
    assertThat(one("\"tags\":{\"otel.scope.name\":\"new\"}").scope().name()).isEqualTo("new");
    assertThat(span.attributes().isEmpty()).isTrue();
  }

  @Test
  void takesTheTraceStateFromItsTag() {
    Span span = one("\"tags\":{\"w3c.tracestate\":\"ot=th:8\"}");
    assertThat(span.traceState()).isEqualTo("ot=th:8");
    assertThat(span.attributes().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLIENT", "SERVER", "PRODUCER", "CONSUMER"})
  void keepsTheKind(String kind) {
    assertThat(one("\"kind\":\"" + kind + "\"").kind()).isEqualTo(SpanKind.valueOf(kind));
  }

  @Test
  void knowsAnInternalSpanByItsTag() {
    assertThat(one("").kind()).isEqualTo(SpanKind.UNSPECIFIED);
    Span internal = one("\"tags\":{\"span.kind\":\"internal\"}");
    assertThat(internal.kind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(internal.attributes().isEmpty()).isTrue();
  }

  @Test
  void takesTheStatusFromItsTags() {
    assertThat(one("").status()).isEqualTo(Status.UNSET);
    assertThat(one("\"tags\":{\"otel.status_code\":\"OK\"}").status())
        .isEqualTo(new Status(StatusCode.OK, ""));
    Span failed =
        one("\"tags\":{\"otel.status_code\":\"ERROR\",\"otel.status_description\":\"no\"}");
    assertThat(failed.status()).isEqualTo(new Status(StatusCode.ERROR, "no"));
    assertThat(failed.attributes().isEmpty()).isTrue();
  }

  @Test
  void takesAnyErrorTagForAnErrorAndKeepsWhatItSays() {
    Span plain = one("\"tags\":{\"error\":\"true\"}");
    assertThat(plain.status().isError()).isTrue();
    assertThat(plain.attributes().isEmpty()).isTrue();
    Span worded = one("\"tags\":{\"error\":\"timeout\"}");
    assertThat(worded.status().isError()).isTrue();
    assertThat(worded.attributes()).isEqualTo(Attributes.of("error", "timeout"));
    assertThat(one("\"tags\":{\"error\":\"\"}").status().isError()).isTrue();
  }

  @Test
  void keepsTagsAsTexts() {
    assertThat(one("\"tags\":{\"n\":\"5\",\"m\":6,\"none\":null}").attributes())
        .isEqualTo(
            Attributes.of(
                new Attribute("n", AttributeValue.of("5")),
                new Attribute("m", AttributeValue.of("6"))));
  }

  @Test
  void describesBothEndpointsAsAttributes() {
    Span span =
        one(
            "\"localEndpoint\":{\"ipv4\":\"10.0.0.1\",\"port\":80},"
                + "\"remoteEndpoint\":{\"serviceName\":\"db\",\"ipv6\":\"2001:db8::1\",\"port\":5432}");
    assertThat(span.attributes())
        .isEqualTo(
            Attributes.of(
                new Attribute("net.host.ip", AttributeValue.of("10.0.0.1")),
                new Attribute("net.host.port", AttributeValue.of(80)),
                new Attribute("peer.service", AttributeValue.of("db")),
                new Attribute("net.peer.ip", AttributeValue.of("2001:db8::1")),
                new Attribute("net.peer.port", AttributeValue.of(5432))));
    assertThat(
            one("\"tags\":{\"peer.service\":\"a\"},\"remoteEndpoint\":{\"serviceName\":\"b\"}")
                .attributes())
        .isEqualTo(Attributes.of("peer.service", "a"));
  }

  @Test
  void makesEventsOfAnnotationsAndUnpacksThem() {
    Span span =
        one(
            "\"annotations\":[{\"timestamp\":5,\"value\":\"ws\"},"
                + "{\"timestamp\":6,\"value\":\"ex|{\\\"a|b\\\":\\\"c|d\\\",\\\"n\\\":1,"
                + "\\\"r\\\":1.5,\\\"l\\\":[true,null],\\\"m\\\":{\\\"k\\\":\\\"v\\\"}}|2\"},"
                + "{\"timestamp\":7,\"value\":\"a|b|c\"},{\"timestamp\":8,\"value\":\"a|{x}|1\"}]");
    Attributes unpacked =
        Attributes.of(
            new Attribute("a|b", AttributeValue.of("c|d")),
            new Attribute("n", AttributeValue.of(1)),
            new Attribute("r", AttributeValue.of(1.5)),
            new Attribute(
                "l",
                new AttributeValue.Array(List.of(AttributeValue.of(true), AttributeValue.EMPTY))),
            new Attribute("m", new AttributeValue.Map(Attributes.of("k", "v"))));
    assertThat(span.events())
        .containsExactly(
            new Event(5_000, "ws", Attributes.EMPTY, 0),
            new Event(6_000, "ex", unpacked, 2),
            new Event(7_000, "a|b|c", Attributes.EMPTY, 0),
            new Event(8_000, "a|{x}|1", Attributes.EMPTY, 0));
  }

  @Test
  void unpacksLinksUntilTheFirstGap() {
    String id = "5b8efff798038103d269b633813fc60c|00000000000000ab|";
    Span span =
        one(
            "\"tags\":{\"otlp.link.0\":\""
                + id
                + "a=b|{\\\"k\\\":\\\"v|w\\\"}|3\",\"otlp.link.1\":\"rubbish\",\"otlp.link.2\":\""
                + id
                + "|{}|0\",\"otlp.link.4\":\""
                + id
                + "|{}|0\"}");
    assertThat(span.links())
        .containsExactly(
            new Link(Spans.TRACE, 0xab, "a=b", Attributes.of("k", "v|w"), 3, 0),
            new Link(Spans.TRACE, 0xab, "", Attributes.EMPTY, 0, 0));
    assertThat(span.attributes().stream().map(Attribute::key))
        .as("what is no link is not lost")
        .containsExactly("otlp.link.1", "otlp.link.4");
  }

  @Test
  void startsASpanWithoutATimestampWhenItWasReceived() {
    Span span =
        Spans.accepted(Spans.decode(ZIPKIN_JSON, "[{" + IDS + ",\"duration\":2}]")).getFirst();
    assertThat(span.startEpochNanos()).isEqualTo(Spans.NOW);
    assertThat(span.durationNanos()).isEqualTo(2_000);
    assertThat(span.attributes().get("otel.zipkin.absentField.startTime"))
        .isEqualTo(AttributeValue.of(true));
  }

  @Test
  void keepsBothSidesOfASharedSpanId() {
    String body =
        "[{"
            + IDS
            + ","
            + TIMES
            + ",\"kind\":\"CLIENT\",\"localEndpoint\":{\"serviceName\":\"a\"}},{"
            + IDS
            + ","
            + TIMES
            + ",\"kind\":\"SERVER\",\"shared\":true,\"debug\":true,"
            + "\"localEndpoint\":{\"serviceName\":\"b\"}}]";
    assertThat(Spans.accepted(Spans.decode(ZIPKIN_JSON, body)))
        .extracting(s -> s.serviceName() + " " + s.kind())
        .containsExactly("a CLIENT", "b SERVER");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "[{}]|/0/traceId is missing",
        "[{\"traceId\":\"1\"}]|/0/id is missing",
        "[{\"id\":\"1\",\"id\":\"2\"}]|/0/id stands twice in one span",
        "[{\"traceId\":\"1\",\"traceId\":\"2\"}]|/0/traceId stands twice in one span",
        "[{\"traceId\":\"0x1\"}]|/0/traceId is not 1 to 32 hexadecimal digits",
        "[{\"id\":\"\"}]|/0/id is not 1 to 16 hexadecimal digits",
        "[{\"parentId\":\"11111111111111111\"}]|/0/parentId is not 1 to 16 hexadecimal digits",
        "[{\"kind\":\"INTERNAL\"}]|/0/kind is not CLIENT, SERVER, PRODUCER or CONSUMER",
        "[{\"timestamp\":-1}]|/0/timestamp is negative",
        "[{\"duration\":\"x\"}]|/0/duration is no integer",
        "[{\"localEndpoint\":\"x\"}]|/0/localEndpoint is not an endpoint",
        "[{\"tags\":[]}]|/0/tags is not an object of tags",
        "[{\"tags\":{\"a\":{}}}]|is not a text",
        "[{\"annotations\":[5]}]|/0/annotations/0 is not an annotation",
        "[{\"binaryAnnotations\":[]}]|/0/binaryAnnotations is Zipkin v1; only v2 is understood",
        "[5]|/0 is not a span",
        "{}|document is not a list of Zipkin v2 spans",
        "hello|malformed JSON",
        "[]x|malformed JSON",
      })
  void namesTheFieldThatIsWrong(String body, String complaint) {
    DecodeResult.Undecodable result = Spans.undecodable(Spans.decode(ZIPKIN_JSON, body));
    assertThat(result.fault()).isEqualTo(Fault.MALFORMED);
    assertThat(result.message()).contains(complaint);
  }

  @Test
  void countsTheSpansBeforeTheFault() {
    String body = "[{" + IDS + "," + TIMES + "},{},{" + IDS + "}]";
    assertThat(Spans.undecodable(Spans.decode(ZIPKIN_JSON, body)).spansSeen()).isEqualTo(2);
  }

  @Test
  void refusesASpanWhoseIdIsAllZerosOrThatIsTooOld() {
    String body =
        "[{\"traceId\":\"1\",\"id\":\"0\","
            + TIMES
            + "},{"
            + IDS
            + ",\"timestamp\":1},{"
            + IDS
            + ",\"timestamp\":9223372036854775807}]";
    assertThat(Spans.decoded(Spans.decode(ZIPKIN_JSON, body)).refused())
        .containsOnlyKeys(
            RefusalReason.INVALID_SPAN_ID, RefusalReason.TOO_OLD, RefusalReason.TOO_NEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]"})
  void takesAnEmptyListOrBody(String body) {
    assertThat(Spans.accepted(Spans.decode(ZIPKIN_JSON, body))).isEmpty();
  }

  @Test
  void readsMoreSpansThanItHoldsAtOnce() {
    StringBuilder body = new StringBuilder("[");
    for (int i = 1; i <= 10_000; i++) {
      body.append(i == 1 ? "" : ",").append("{\"traceId\":\"1\",\"id\":\"").append(i).append("\"}");
    }
    List<Span> spans = Spans.accepted(Spans.decode(ZIPKIN_JSON, body + "]"));
    assertThat(spans).hasSize(10_000);
    assertThat(spans.getLast().spanId()).isEqualTo(0x10000);
  }

  @Test
  void boundsTheLengthOfAComplaint() {
    String body = "[{\"tags\":{\"" + "k".repeat(40_000) + "\":[]}}]";
    assertThat(Spans.undecodable(Spans.decode(ZIPKIN_JSON, body)).message())
        .startsWith("/0/tags/kkk")
        .hasSizeLessThan(400);
  }

  @Test
  void boundsTheTagsOfASpan() {
    StringBuilder body = new StringBuilder("[{\"tags\":{");
    for (int i = 0; i <= 1 << 16; i++) {
      body.append(i == 0 ? "" : ",").append('"').append(i).append("\":\"\"");
    }
    assertThat(Spans.undecodable(Spans.decode(ZIPKIN_JSON, body + "}}]")).message())
        .isEqualTo("a Zipkin span has more than 65536 tags and annotations");
  }

  private static Span one(String fields) {
    String more = fields.isEmpty() ? "" : "," + fields;
    return Spans.accepted(Spans.decode(ZIPKIN_JSON, "[{" + IDS + "," + TIMES + more + "}]"))
        .getFirst();
  }
}
