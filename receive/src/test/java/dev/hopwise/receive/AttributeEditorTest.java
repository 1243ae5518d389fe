package dev.hopwise.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.AttributeEditor;
import dev.hopwise.model.otlp.AttributeEditor.Fate;
import dev.hopwise.model.otlp.AttributeEditor.Place;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an edit of the bytes does, against the same edit of the decoded spans, on random requests.
/// A failure names the seed; run it again with `-Dhopwise.seed=…`.
class AttributeEditorTest {

  private static final Duration FOR_EVER = Duration.ofDays(361_500);
  private static final ReceiveLimits LIMITS =
      new ReceiveLimits(64 << 20, 64 << 20, FOR_EVER, FOR_EVER);
  private static final AttributeValue MASK = AttributeValue.of("masked");

  private final long seed = Long.getLong("hopwise.seed", System.nanoTime());
  private final SpanCheck check = new SpanCheck(LIMITS);
  private final OtlpScanner scanner = new OtlpScanner(check);
  private int salt;

  /// Some keys at some places, another choice each round.
  private Fate fate(Place place, String key) {
    return switch (Math.floorMod(key.hashCode() * 31 + place.name().hashCode() * 7 + salt, 5)) {
      case 0 -> Fate.DROP;
      case 1 -> Fate.REPLACE;
      default -> Fate.KEEP;
    };
  }

  private final AttributeEditor editor =
      new AttributeEditor(
          new AttributeEditor.Rules() {
            @Override
            public Fate fate(
                int resource, Place place, byte[] bytes, int keyOffset, int keyLength) {
              return AttributeEditorTest.this.fate(
                  place, new String(bytes, keyOffset, keyLength, StandardCharsets.UTF_8));
            }

            @Override
            public void replace(byte[] bytes, int valueOffset, int valueLength, ProtoWriter out) {
              out.textField(OtlpFields.ANY_STRING, "masked");
            }
          });

  @Test
  void editsTheAttributesThatAreMeantAndNothingElse() {
    RandomRequests random = new RandomRequests(seed);
    int touched = 0;
    for (int round = 0; round < 500; round++) {
      salt = round;
      SpanBatch batch = scan(random.next().toByteArray());
      if (batch.count == 0) {
        continue;
      }
      List<Span> before = new SpanDecoder().decode(batch);
      List<Span> expected = before.stream().map(this::edited).toList();
      boolean touches = editor.touches(batch);
      byte[] request = editor.edit(batch);
      assertThat(new SpanDecoder().decode(scan(request)))
          .as("seed %d round %d", seed, round)
          .isEqualTo(expected);
      if (!touches) {
        assertThat(expected).as("seed %d round %d", seed, round).isEqualTo(before);
      }
      touched += touches ? 1 : 0;
    }
    assertThat(touched).as("seed %d", seed).isGreaterThan(50);
  }

  private Span edited(Span span) {
    return new Span(
        span.traceId(),
        span.spanId(),
        span.parentSpanId(),
        span.traceState(),
        span.flags(),
        span.name(),
        span.kind(),
        span.startEpochNanos(),
        span.endEpochNanos(),
        edited(Place.SPAN, span.attributes()),
        span.droppedAttributesCount(),
        span.events().stream()
            .map(e ->
                new Event(
                    e.epochNanos(),
                    e.name(),
                    edited(Place.EVENT, e.attributes()),
                    e.droppedAttributesCount()))
            .toList(),
        span.droppedEventsCount(),
        span.links().stream()
            .map(l ->
                new Link(
                    l.traceId(),
                    l.spanId(),
                    l.traceState(),
                    edited(Place.LINK, l.attributes()),
                    l.droppedAttributesCount(),
                    l.flags()))
            .toList(),
        span.droppedLinksCount(),
        span.status(),
        new Resource(
            edited(Place.RESOURCE, span.resource().attributes()),
            span.resource().droppedAttributesCount(),
            span.resource().schemaUrl()),
        new InstrumentationScope(
            span.scope().name(),
            span.scope().version(),
            edited(Place.INSTRUMENTATION, span.scope().attributes()),
            span.scope().droppedAttributesCount(),
            span.scope().schemaUrl()));
  }

  private Attributes edited(Place place, Attributes attributes) {
    List<Attribute> edited = new ArrayList<>();
    for (Attribute attribute : attributes) {
      switch (fate(place, attribute.key())) {
        case KEEP -> edited.add(attribute);
        case DROP -> {}
        case REPLACE -> edited.add(new Attribute(attribute.key(), MASK));
      }
    }
    return Attributes.of(edited);
  }

  private SpanBatch scan(byte[] request) {
    SpanBatch batch = new SpanBatch();
    check.begin(Spans.NOW);
    scanner.scan(request, 0, request.length, batch);
    return batch;
  }
}
