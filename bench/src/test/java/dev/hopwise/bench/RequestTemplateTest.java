package dev.hopwise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Event;
import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.receive.StandardRequestDecoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTemplateTest {

  private static final long THEN = 1_700_000_000_000_000_000L;
  private static final long NOW = 1_700_009_000_000_000_000L;

  private final byte[] body = SpanEncoder.encode(someTraces());
  private final List<Span> sent = decode(body);
  private final RequestTemplate template =
      new RequestTemplate(new RequestFile.Request(sent.size(), body));

  private static List<Span> someTraces() {
    ShopSpans source = new ShopSpans(7);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      spans.addAll(source.nextTrace(THEN));
    }
    return spans;
  }

  @Test
  void movesAllTimesAlike() {
    List<Span> again = decode(template.asOf(NOW, 0));
    long shift = again.getFirst().startEpochNanos() - sent.getFirst().startEpochNanos();
    assertThat(again.stream().mapToLong(Span::endEpochNanos).max()).hasValue(NOW);
    assertThat(sent).anyMatch(span -> !span.events().isEmpty());
    for (int i = 0; i < sent.size(); i++) {
      Span then = sent.get(i);
      Span now = again.get(i);
      assertThat(now.startEpochNanos()).isEqualTo(then.startEpochNanos() + shift);
      assertThat(now.endEpochNanos()).isEqualTo(then.endEpochNanos() + shift);
      assertThat(now.events().stream().map(Event::epochNanos))
          .containsExactlyElementsOf(
              then.events().stream().map(event -> event.epochNanos() + shift).toList());
      assertThat(now.name()).isEqualTo(then.name());
      assertThat(now.spanId()).isEqualTo(then.spanId());
      assertThat(now.attributes()).isEqualTo(then.attributes());
    }
  }

  @Test
  void givesOtherTracesForAnotherSalt() {
    List<Span> first = decode(template.asOf(NOW, 1));
    List<Span> second = decode(template.asOf(NOW, 2));
    assertThat(ids(first)).hasSameSizeAs(ids(sent)).doesNotContainAnyElementsOf(ids(sent));
    assertThat(ids(second)).hasSameSizeAs(ids(sent)).doesNotContainAnyElementsOf(ids(first));
    assertThat(ids(decode(template.asOf(NOW, 0)))).isEqualTo(ids(sent));
  }

  private static List<String> ids(List<Span> spans) {
    return spans.stream().map(span -> span.traceId().hex()).distinct().toList();
  }

  private static List<Span> decode(byte[] body) {
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT)) {
      DecodeResult result =
          decoder.decode(
              BodyFormat.OTLP_PROTOBUF, BodyEncoding.IDENTITY, body, 0, body.length, NOW);
      return new SpanDecoder().decode(((DecodeResult.Decoded) result).batch());
    }
  }
}
