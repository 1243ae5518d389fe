package dev.hopwise.receive;

import static dev.hopwise.receive.BodyFormat.OTLP_JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.receive.DecodeResult.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonTest {

  private static final String IDS =
      "\"traceId\":\"5B8EFFF798038103D269B633813FC60C\",\"spanId\":\"EEE19B7EC3C1B174\"";
  private static final String TIMES =
      "\"startTimeUnixNano\":\"1795356347482000000\",\"endTimeUnixNano\":\"1795356347482000001\"";

  /// The shape of opentelemetry-proto's `examples/trace.json`: upper-case ids, times as numbers.
  private static final String EXAMPLE =
      """
      {"resourceSpans":[{
        "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"my.service"}}]},
        "scopeSpans":[{
          "scope":{"name":"my.library","version":"1.0.0",
            "attributes":[{"key":"my.scope.attribute","value":{"stringValue":"some scope attribute"}}]},
          "spans":[{
            "traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174",
            "parentSpanId":"EEE19B7EC3C1B173","name":"I'm a server span",
            "startTimeUnixNano":1795356347482000000,"endTimeUnixNano":1795356347482000001,"kind":2,
            "attributes":[{"key":"my.span.attr","value":{"stringValue":"some value"}}]}]}]}]}
      """;

  @Test
  void readsTheExampleOfTheSpecification() {
    Span span = Spans.accepted(Spans.decode(OTLP_JSON, EXAMPLE)).getFirst();
    assertThat(span.traceId()).isEqualTo(Spans.TRACE);
    assertThat(span.spanId()).isEqualTo(0xEEE19B7EC3C1B174L);
    assertThat(span.parentSpanId()).isEqualTo(0xEEE19B7EC3C1B173L);
    assertThat(span.name()).isEqualTo("I'm a server span");
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.durationNanos()).isEqualTo(1);
    assertThat(span.serviceName()).isEqualTo("my.service");
    assertThat(span.scope().version()).isEqualTo("1.0.0");
    assertThat(span.scope().attributes())
        .isEqualTo(Attributes.of("my.scope.attribute", "some scope attribute"));
    assertThat(span.attributes()).isEqualTo(Attributes.of("my.span.attr", "some value"));
  }

  @Test
  void readsEveryFieldAsTheJavaScriptExporterWritesIt() {
    Span span =
        Spans.accepted(
                Spans.decode(
                    OTLP_JSON,
                    """
                    {"resourceSpans":[{"resource":{"attributes":[],"droppedAttributesCount":3},
                     "schemaUrl":"https://r","scopeSpans":[{"schemaUrl":"https://s",
                     "scope":{"name":"n","version":"","droppedAttributesCount":4},
                     "spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
                     "traceState":"ot=th:8","name":"GET","kind":3,
                     "startTimeUnixNano":"1795356347482000000","endTimeUnixNano":"1795356347482000001",
                     "attributes":[{"key":"i","value":{"intValue":5}}],"droppedAttributesCount":1,
                     "events":[{"name":"e","timeUnixNano":"7","attributes":[],"droppedAttributesCount":6}],
                     "droppedEventsCount":2,"status":{"code":2,"message":"no"},
                     "links":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"00000000000000ab",
                     "attributes":[],"droppedAttributesCount":9,"flags":257,"traceState":"a=b"}],
                     "droppedLinksCount":8,"flags":257}]}]}]}
                    """))
            .getFirst();
    assertThat(span.resource().droppedAttributesCount()).isEqualTo(3);
    assertThat(span.resource().schemaUrl()).isEqualTo("https://r");
    assertThat(span.scope().schemaUrl()).isEqualTo("https://s");
    assertThat(span.scope().droppedAttributesCount()).isEqualTo(4);
    assertThat(span.traceState()).isEqualTo("ot=th:8");
    assertThat(span.attributes().get("i")).isEqualTo(AttributeValue.of(5));
    assertThat(span.droppedAttributesCount()).isEqualTo(1);
    assertThat(span.droppedEventsCount()).isEqualTo(2);
    assertThat(span.droppedLinksCount()).isEqualTo(8);
    assertThat(span.flags()).isEqualTo(257);
    assertThat(span.status()).isEqualTo(new Status(StatusCode.ERROR, "no"));
    assertThat(span.events().getFirst().epochNanos()).isEqualTo(7);
    assertThat(span.events().getFirst().droppedAttributesCount()).isEqualTo(6);
    assertThat(span.links().getFirst().spanId()).isEqualTo(0xab);
    assertThat(span.links().getFirst().traceState()).isEqualTo("a=b");
    assertThat(span.links().getFirst().flags()).isEqualTo(257);
    assertThat(span.links().getFirst().droppedAttributesCount()).isEqualTo(9);
  }

  @Test
  void readsEveryKindOfValue() {
    assertThat(value("{\"stringValue\":\"\"}")).isEqualTo(AttributeValue.of(""));
    assertThat(value("{\"stringValue\":\"\\ud83d\\ude42\"}")).isEqualTo(AttributeValue.of("🙂"));
    assertThat(value("{\"boolValue\":false}")).isEqualTo(AttributeValue.of(false));
    assertThat(value("{\"boolValue\":true}")).isEqualTo(AttributeValue.of(true));
    assertThat(value("{\"intValue\":\"-9223372036854775808\"}"))
        .isEqualTo(AttributeValue.of(Long.MIN_VALUE));
    assertThat(value("{\"intValue\":1e3}")).isEqualTo(AttributeValue.of(1000));
    assertThat(value("{\"doubleValue\":1.5}")).isEqualTo(AttributeValue.of(1.5));
    assertThat(value("{\"doubleValue\":2}")).isEqualTo(AttributeValue.of(2.0));
    assertThat(value("{\"doubleValue\":\"NaN\"}")).isEqualTo(AttributeValue.of(Double.NaN));
    assertThat(value("{\"doubleValue\":\"-Infinity\"}"))
        .isEqualTo(AttributeValue.of(Double.NEGATIVE_INFINITY));
    assertThat(value("{\"bytesValue\":\"AQID/w==\"}"))
        .isEqualTo(new AttributeValue.Bytes(new byte[] {1, 2, 3, -1}));
    assertThat(value("{\"arrayValue\":{\"values\":[{\"intValue\":1},null,{}]}}"))
        .isEqualTo(
            new AttributeValue.Array(
                List.of(AttributeValue.of(1), AttributeValue.EMPTY, AttributeValue.EMPTY)));
    assertThat(
            value(
                "{\"kvlistValue\":{\"values\":[{\"key\":\"k\",\"value\":{\"boolValue\":true}}]}}"))
        .isEqualTo(
            new AttributeValue.Map(Attributes.of(new Attribute("k", AttributeValue.of(true)))));
    assertThat(value("{}")).isEqualTo(AttributeValue.EMPTY);
    assertThat(value("{\"stringValue\":null}")).isEqualTo(AttributeValue.EMPTY);
  }

  @Test
  void ignoresUnknownFieldsNullsAndAByteOrderMark() {
    String body =
        "\uFEFF{\"x\":[{}],\"resourceSpans\":[null,{\"resource\":null,\"deprecated\":{\"a\":[1]},"
            + "\"scopeSpans\":[{\"scope\":null,\"spans\":[{"
            + IDS
            + ","
            + TIMES
            + ",\"parent_span_id\":\"ab\",\"attributes\":null,\"status\":null,\"kind\":null}]}]}]}";
    Span span = Spans.accepted(Spans.decode(OTLP_JSON, body)).getFirst();
    assertThat(span.isRoot()).isTrue();
    assertThat(span.status()).isEqualTo(Status.UNSET);
  }

  @ParameterizedTest
  @CsvSource({"'\"SPAN_KIND_CLIENT\"',CLIENT", "'\"4\"',PRODUCER", "5,CONSUMER", "77,UNSPECIFIED"})
  void readsAnEnumByNumberOrName(String json, SpanKind kind) {
    assertThat(Spans.accepted(Spans.decode(OTLP_JSON, span("\"kind\":" + json))).getFirst().kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"traceId\":\"xyz\"|/traceId is no hexadecimal id",
        "\"spanId\":7|/spanId is not a text",
        "\"kind\":\"SERVER\"|/kind is no integer",
        "\"kind\":4294967296|/kind is not within the 32 bits of an enum",
        "\"startTimeUnixNano\":-1|/startTimeUnixNano is not within 0 and 18446744073709551615",
        "\"startTimeUnixNano\":18446744073709551616|/startTimeUnixNano is not within 0 and",
        "\"startTimeUnixNano\":1e999999999|/startTimeUnixNano is no 64-bit integer",
        "\"startTimeUnixNano\":1.5|/startTimeUnixNano is no integer",
        "\"startTimeUnixNano\":\"soon\"|/startTimeUnixNano is no integer",
        "\"flags\":4294967296|/flags is not within 0 and 4294967295",
        "\"name\":[]|/name is not a text",
        "\"attributes\":{}|/attributes is not an array",
        "\"events\":[1]|/events/0 is not an object",
        "\"attributes\":[{\"value\":{\"boolValue\":\"true\"}}]|/value/boolValue is neither true nor",
        "\"attributes\":[{\"value\":{\"doubleValue\":\"0x1p3\"}}]|/value/doubleValue is no number",
        "\"attributes\":[{\"value\":{\"doubleValue\":1e999}}]|doubleValue is too large for a double",
        "\"attributes\":[{\"value\":{\"bytesValue\":\"!\"}}]|/value/bytesValue is no base64",
        "\"attributes\":[{\"value\":{\"intValue\":9223372036854775808}}]|/value/intValue is not within",
      })
  void namesTheFieldThatIsWrong(String field, String complaint) {
    DecodeResult.Undecodable result =
        Spans.undecodable(Spans.decode(OTLP_JSON, spanWithout(field)));
    assertThat(result.fault()).isEqualTo(Fault.MALFORMED);
    assertThat(result.message())
        .startsWith("/resourceSpans/0/scopeSpans/0/spans/0/")
        .contains(complaint);
    assertThat(result.spansSeen()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "traceId,5b8efff798038103d269b633813fc6,INVALID_TRACE_ID",
    "traceId,5b8efff798038103d269b633813fc60,INVALID_TRACE_ID",
    "traceId,'',INVALID_TRACE_ID",
    "traceId,00000000000000000000000000000000,INVALID_TRACE_ID",
    "spanId,ab,INVALID_SPAN_ID",
    "parentSpanId,ab,INVALID_SPAN_ID",
  })
  void refusesTheSpanAndNotTheRequestForAnIdOfAWrongLength(
      String field, String id, RefusalReason reason) {
    String body =
        span("\"name\":\"good\"},{" + IDS + "," + TIMES + ",\"" + field + "\":\"" + id + "\"");
    DecodeResult.Decoded result = Spans.decoded(Spans.decode(OTLP_JSON, body));
    assertThat(result.batch().count).isEqualTo(1);
    assertThat(result.refused()).containsOnlyKeys(reason).containsValue(1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "null", "[]", "1", "hello", "{\"resourceSpans\":1}", "{} {}", "{}x"})
  void refusesWhatIsNoRequest(String body) {
    assertThat(Spans.undecodable(Spans.decode(OTLP_JSON, body)).fault()).isEqualTo(Fault.MALFORMED);
  }

  @Test
  void takesAnEmptyRequest() {
    assertThat(Spans.accepted(Spans.decode(OTLP_JSON, " {} "))).isEmpty();
    assertThat(Spans.accepted(Spans.decode(OTLP_JSON, "{\"resourceSpans\":[]}"))).isEmpty();
  }

  @Test
  void refusesEveryTruncation() {
    byte[] body = EXAMPLE.strip().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < body.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(body, length);
      DecodeResult result = Spans.decode(OTLP_JSON, BodyEncoding.IDENTITY, cut);
      assertThat(Spans.undecodable(result).fault()).isEqualTo(Fault.MALFORMED);
    }
  }

  @Test
  void refusesInvalidUtf8() {
    byte[] body = EXAMPLE.getBytes(StandardCharsets.UTF_8);
    body[EXAMPLE.indexOf("server span")] = (byte) 0xFF;
    assertThat(Spans.undecodable(Spans.decode(OTLP_JSON, BodyEncoding.IDENTITY, body)).message())
        .startsWith("malformed JSON: Invalid UTF-8");
  }

  @Test
  void boundsNestingAndTheLengthOfNumbers() {
    assertThat(valueResult(nested(64))).isInstanceOf(DecodeResult.Decoded.class);
    assertThat(Spans.undecodable(valueResult(nested(65))).message())
        .contains("is a value nested deeper than 64");
    assertThat(Spans.undecodable(Spans.decode(OTLP_JSON, "[".repeat(1_000_000))).message())
        .contains("document is not an object");
    assertThat(
            Spans.undecodable(Spans.decode(OTLP_JSON, "{\"a\":" + "[".repeat(1_000_000))).message())
        .startsWith("JSON refused: Document nesting depth");
    assertThat(
            Spans.undecodable(valueResult("{\"intValue\":" + "9".repeat(1_000_000) + "}"))
                .message())
        .startsWith("JSON refused: Number value length");
    assertThat(
            Spans.undecodable(valueResult("{\"intValue\":\"" + "9".repeat(1_000_000) + "\"}"))
                .message())
        .contains("intValue is no number");
  }

  @Test
  void readsALinkWithABrokenIdAsOneWithoutIt() {
    String body = span("\"links\":[{\"traceId\":\"abc\",\"spanId\":\"00000000000000ab\"}]");
    Span span = Spans.accepted(Spans.decode(OTLP_JSON, body)).getFirst();
    assertThat(span.links().getFirst().traceId()).isEqualTo(new TraceId(0, 0));
    assertThat(span.links().getFirst().spanId()).isEqualTo(0xab);
  }

  private static String nested(int depth) {
    return "{\"arrayValue\":{\"values\":[".repeat(depth) + "{\"intValue\":1}" + "]}}".repeat(depth);
  }

  private static AttributeValue value(String json) {
    return Spans.accepted(valueResult(json)).getFirst().attributes().entries().getFirst().value();
  }

  private static DecodeResult valueResult(String json) {
    return Spans.decode(OTLP_JSON, span("\"attributes\":[{\"key\":\"k\",\"value\":" + json + "}]"));
  }

  private static String span(String fields) {
    return spanWithout(IDS + "," + TIMES + "," + fields);
  }

  private static String spanWithout(String fields) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + fields + "}]}]}]}";
  }
}
