package dev.hopwise.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.model.otlp.SpanEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpScannerTest {

  private static final ReceiveLimits LIMITS =
      new ReceiveLimits(1 << 20, 500, Duration.ofDays(7), Duration.ofHours(1));
  private static final long DAY = Duration.ofDays(1).toNanos();

  private final SpanCheck check = new SpanCheck(LIMITS);
  private final OtlpScanner scanner = new OtlpScanner(check);
  private final SpanBatch batch = new SpanBatch();

  @Test
  void takesAnEmptyRequest() {
    scan(new byte[0]);
    assertThat(batch.count).isZero();
    assertThat(check.message()).isEmpty();
  }

  @Test
  void findsTheResourceAndScopeThatStandBehindTheSpans() {
    ProtoWriter span = span(new byte[16], 1);
    ProtoWriter scope = new ProtoWriter();
    scope.textField(OtlpFields.SCOPE_NAME, "lib");
    ProtoWriter scopeSpans = new ProtoWriter();
    scopeSpans.messageField(OtlpFields.SCOPE_SPANS_SPANS, span);
    scopeSpans.messageField(OtlpFields.SCOPE_SPANS_SCOPE, scope);
    ProtoWriter resourceSpans = new ProtoWriter();
    resourceSpans.messageField(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, scopeSpans);
    resourceSpans.messageField(
        OtlpFields.RESOURCE_SPANS_RESOURCE, resource(keyValue("service.name", "shop")));
    scan(request(resourceSpans));
    assertThat(spans())
        .singleElement()
        .satisfies(s -> {
          assertThat(s.serviceName()).isEqualTo("shop");
          assertThat(s.scope().name()).isEqualTo("lib");
        });
    assertThat(batch.serviceNameLength[0]).isEqualTo(4);
  }

  @Test
  void takesTheLastServiceNameAndNoneThatIsNoText() {
    ProtoWriter number = new ProtoWriter();
    number.textField(OtlpFields.KEY_VALUE_KEY, "service.name");
    ProtoWriter five = new ProtoWriter();
    five.varintField(OtlpFields.ANY_INT, 5);
    number.messageField(OtlpFields.KEY_VALUE_VALUE, five);
    assertThat(serviceOf(keyValue("service.name", "a"), keyValue("service.name", "b")))
        .isEqualTo("b");
    assertThat(serviceOf(keyValue("service.name", "a"), number)).isEmpty();
    assertThat(serviceOf(number, keyValue("service.name", "a"))).isEqualTo("a");
    assertThat(serviceOf(keyValue("service.names", "a"))).isEmpty();
  }

  @Test
  void refusesATraceIdOfAllZerosAndKeepsTheOthers() {
    scanSpans(Spans.named("good"), Spans.of(new TraceId(0, 0), 1, 0, "bad", Spans.NOW));
    assertThat(spans()).extracting(Span::name).containsExactly("good");
    assertThat(check.refused()).isEqualTo(Map.of(RefusalReason.INVALID_TRACE_ID, 1L));
    assertThat(check.message())
        .isEqualTo(
            "refused 1 as invalid-trace-id, first span 1 \"bad\": traceId must be 16 bytes and"
                + " not all zeros");
  }

  @Test
  void refusesIdsOfAWrongLength() {
    ProtoWriter shortTrace = new ProtoWriter();
    shortTrace.bytesField(OtlpFields.SPAN_TRACE_ID, new byte[] {1, 2, 3});
    ProtoWriter longSpan = new ProtoWriter();
    longSpan.bytesField(OtlpFields.SPAN_TRACE_ID, ones(16));
    longSpan.bytesField(OtlpFields.SPAN_SPAN_ID, ones(9));
    ProtoWriter oddParent = span(ones(16), 1);
    oddParent.bytesField(OtlpFields.SPAN_PARENT_SPAN_ID, ones(7));
    scan(request(resourceSpansOf(shortTrace, longSpan, oddParent, span(ones(16), 1))));
    assertThat(batch.count).isEqualTo(1);
    assertThat(check.refused())
        .isEqualTo(Map.of(RefusalReason.INVALID_TRACE_ID, 1L, RefusalReason.INVALID_SPAN_ID, 2L));
  }

  @Test
  void readsAWrongParentIdAsTheSpansFault() {
    ProtoWriter oddParent = span(ones(16), 1);
    oddParent.bytesField(OtlpFields.SPAN_PARENT_SPAN_ID, ones(7));
    scan(request(resourceSpansOf(oddParent)));
    assertThat(check.message()).contains("parentSpanId must be empty or 8 bytes");
  }

  @Test
  void refusesWhatIsTooOldOrTooNewByItsStart() {
    scanSpans(
        at(Spans.NOW - 7 * DAY),
        at(Spans.NOW - 7 * DAY - 1),
        at(Spans.NOW + DAY / 24),
        at(Spans.NOW + DAY / 24 + 1),
        at(0),
        at(-1));
    assertThat(batch.count).isEqualTo(2);
    assertThat(check.refused())
        .isEqualTo(Map.of(RefusalReason.TOO_OLD, 2L, RefusalReason.TOO_NEW, 2L));
    assertThat(check.message())
        .contains("2 as too-old, first span 1 \"x\": startTimeUnixNano 179475154748199999")
        .contains("older than receive.max-age = 7d")
        .contains("further ahead than receive.max-future = 1h");
  }

  @Test
  void refusesASpanOverTheSizeLimitButNotOneAtIt() {
    int bytes = SpanEncoder.encode(Spans.named("")).length + 3; // with the name's tag and length
    scanSpans(Spans.named("n".repeat(500 - bytes)), Spans.named("n".repeat(501 - bytes)));
    assertThat(batch.count).isEqualTo(1);
    assertThat(batch.spanLength[0]).isEqualTo(500);
    assertThat(check.message()).contains("501 bytes are more than receive.span-bytes-max = 500");
  }

  @Test
  void keepsASpanThatEndsBeforeItStarts() {
    Span span = Spans.named("x");
    ProtoWriter out = new ProtoWriter();
    byte[] encoded = SpanEncoder.encode(span);
    out.raw(encoded, 0, encoded.length);
    out.fixed64Field(OtlpFields.SPAN_END, Spans.NOW - 5);
    scan(request(resourceSpansOf(out)));
    assertThat(batch.durationNanos(0)).isEqualTo(-5);
  }

  @Test
  void takesNestingUpToTheLimitAndThenTheDecoderTakesItToo() {
    scan(request(resourceSpansOf(spanNesting(OtlpFields.NESTING_MAX))));
    assertThat(spans()).hasSize(1);
    assertThatThrownBy(
            () -> scan(request(resourceSpansOf(spanNesting(OtlpFields.NESTING_MAX + 1)))))
        .isInstanceOf(MalformedProtoException.class)
        .hasMessageContaining("nested deeper than 64");
  }

  @Test
  void survivesGroupsNestedWithoutEnd() {
    byte[] groups = new byte[1 << 20];
    Arrays.fill(groups, (byte) 0x0B);
    assertThatThrownBy(() -> scan(groups)).hasMessageContaining("nested deeper than 100");
  }

  @Test
  void refusesAFaultDeepInsideAnAttributeNobodyAskedFor() {
    ProtoWriter broken = new ProtoWriter();
    broken.varint(OtlpFields.ANY_STRING);
    broken.varint(100); // longer than what follows
    ProtoWriter keyValue = new ProtoWriter();
    keyValue.messageField(OtlpFields.KEY_VALUE_VALUE, broken);
    ProtoWriter event = new ProtoWriter();
    event.messageField(OtlpFields.EVENT_ATTRIBUTES, keyValue);
    ProtoWriter span = span(ones(16), 1);
    span.messageField(OtlpFields.SPAN_EVENTS, event);
    assertThatThrownBy(() -> scan(request(resourceSpansOf(span))))
        .hasMessageContaining("length 100 reaches beyond its message at byte");
  }

  @Test
  void doesNotGrowItsTablesForMessagesWithoutSpans() {
    byte[] empties = new byte[200_000];
    for (int i = 0; i < empties.length; i += 2) {
      empties[i] = OtlpFields.REQUEST_RESOURCE_SPANS;
    }
    scan(empties);
    assertThat(batch.resourceCount).isZero();
    assertThat(batch.scopeCount).isZero();
  }

  @Test
  void neverReadsBeyondATruncatedRequest() {
    byte[] whole = SpanEncoder.encode(List.of(Spans.named("a"), Spans.named("b")));
    int accepted = 0;
    for (int length = 0; length < whole.length; length++) {
      try {
        check.begin(Spans.NOW);
        scanner.scan(whole, 0, length, batch); // the rest of the array is there, but not ours
        accepted++;
      } catch (MalformedProtoException e) {
        assertThat(e.offset()).isLessThanOrEqualTo(length);
      }
    }
    assertThat(accepted).as("only the empty prefix is a request").isEqualTo(1);
  }

  @Test
  void countsTheSpansOfATruncatedRequest() {
    byte[] whole = SpanEncoder.encode(List.of(Spans.named("a"), Spans.named("b")));
    assertThat(new SpanCounter().count(whole, 0, whole.length)).isEqualTo(2);
    assertThat(new SpanCounter().count(whole, 0, whole.length - 1)).isEqualTo(2);
    assertThat(new SpanCounter().count(whole, 0, whole.length - 60)).isEqualTo(1);
    assertThat(new SpanCounter().count(whole, 0, 3)).isZero();
  }

  private String serviceOf(ProtoWriter... attributes) {
    ProtoWriter resourceSpans = resourceSpansOf(span(ones(16), 1));
    resourceSpans.messageField(OtlpFields.RESOURCE_SPANS_RESOURCE, resource(attributes));
    scan(request(resourceSpans));
    return new String(
        batch.bytes,
        batch.serviceNameOffset[0],
        batch.serviceNameLength[0],
        java.nio.charset.StandardCharsets.UTF_8);
  }

  private void scan(byte[] bytes) {
    check.begin(Spans.NOW);
    scanner.scan(bytes, 0, bytes.length, batch);
  }

  private void scanSpans(Span... spans) {
    scan(SpanEncoder.encode(List.of(spans)));
  }

  private List<Span> spans() {
    return new SpanDecoder().decode(batch);
  }

  private static Span at(long start) {
    return Spans.of(Spans.TRACE, 1, 0, "x", start);
  }

  private static byte[] ones(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  private static ProtoWriter span(byte[] traceId, int spanId) {
    traceId[15] = 1;
    ProtoWriter span = new ProtoWriter();
    span.bytesField(OtlpFields.SPAN_TRACE_ID, traceId);
    span.bytesField(OtlpFields.SPAN_SPAN_ID, new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) spanId});
    span.fixed64Field(OtlpFields.SPAN_START, Spans.NOW);
    return span;
  }

  private static ProtoWriter spanNesting(int depth) {
    ProtoWriter value = new ProtoWriter();
    for (int i = 0; i < depth; i++) {
      ProtoWriter list = new ProtoWriter();
      list.messageField(OtlpFields.LIST_VALUES, value);
      value = new ProtoWriter();
      value.messageField(OtlpFields.ANY_ARRAY, list);
    }
    ProtoWriter keyValue = new ProtoWriter();
    keyValue.messageField(OtlpFields.KEY_VALUE_VALUE, value);
    ProtoWriter span = span(ones(16), 1);
    span.messageField(OtlpFields.SPAN_ATTRIBUTES, keyValue);
    return span;
  }

  private static ProtoWriter resourceSpansOf(ProtoWriter... spans) {
    ProtoWriter scopeSpans = new ProtoWriter();
    for (ProtoWriter span : spans) {
      scopeSpans.messageField(OtlpFields.SCOPE_SPANS_SPANS, span);
    }
    ProtoWriter resourceSpans = new ProtoWriter();
    resourceSpans.messageField(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, scopeSpans);
    return resourceSpans;
  }

  private static ProtoWriter resource(ProtoWriter... attributes) {
    ProtoWriter resource = new ProtoWriter();
    for (ProtoWriter attribute : attributes) {
      resource.messageField(OtlpFields.RESOURCE_ATTRIBUTES, attribute);
    }
    return resource;
  }

  private static ProtoWriter keyValue(String key, String value) {
    ProtoWriter text = new ProtoWriter();
    text.textField(OtlpFields.ANY_STRING, value);
    ProtoWriter keyValue = new ProtoWriter();
    keyValue.messageField(OtlpFields.KEY_VALUE_VALUE, text); // the value first, which is allowed
    keyValue.textField(OtlpFields.KEY_VALUE_KEY, key);
    return keyValue;
  }

  private static byte[] request(ProtoWriter resourceSpans) {
    ProtoWriter request = new ProtoWriter();
    request.messageField(OtlpFields.REQUEST_RESOURCE_SPANS, resourceSpans);
    return request.toBytes();
  }
}
