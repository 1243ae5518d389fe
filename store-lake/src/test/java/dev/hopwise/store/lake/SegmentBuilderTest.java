package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmentBuilderTest {

  @Test
  void givesBackEverySpanAsItWasAppended() {
    for (int seed = 0; seed < 40; seed++) {
      SegmentBuilder builder = Builders.empty();
      RandomSpans random = new RandomSpans(seed);
      List<Span> expected = new ArrayList<>();
      for (int request = 0; request < 5; request++) {
        SpanBatch batch = Batches.withRepeatedKeys(random.next(60), new SplittableRandom(seed));
        Builders.append(builder, batch);
        expected.addAll(new SpanDecoder().decode(batch));
      }
      assertThat(spans(builder)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void keepsValuesApartWhenAKeyStopsBeingLookedUp() {
    SegmentBuilder builder = Builders.empty();
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      AttributeValue value =
          i % 3 == 0 ? AttributeValue.of((long) i) : AttributeValue.of("order " + i / 2 * 2);
      spans.add(RandomSpans.bare(Attributes.of(new Attribute("order.id", value))));
    }
    Builders.append(builder, Batches.of(spans));
    assertThat(builder.isInterned(builder.keys().find("order.id"))).isFalse();
    assertThat(spans(builder)).isEqualTo(spans);
  }

  @Test
  void replacesWhatIsNotUtf8AndCountsIt() {
    Span span = RandomSpans.bare(Attributes.of("clé", "à"));
    SpanBatch batch = Batches.of(List.of(span));
    byte[] bytes = batch.bytes;
    for (int i = 0; i < bytes.length - 1; i++) {
      if (bytes[i] == (byte) 0xC3) {
        bytes[i] = 'c';
      }
    }
    SegmentBuilder builder = Builders.empty();
    Builders.append(builder, batch);
    assertThat(spans(builder)).isEqualTo(new SpanDecoder().decode(batch));
    assertThat(spans(builder).getFirst().attributes().get("clc\uFFFD"))
        .isEqualTo(AttributeValue.of("c\uFFFD"));
    assertThat(builder.replacedTexts()).isEqualTo(2);
  }

  @Test
  void leavesNoTraceOfASpanThatCannotBeRead() {
    RandomSpans random = new RandomSpans(5);
    for (int round = 0; round < 12; round++) {
      SegmentBuilder builder = Builders.empty();
      List<Span> spans = random.next(20);
      SpanBatch batch = Batches.of(spans);
      int failed = 0;
      for (int i = 0; i < batch.count; i++) {
        int whole = batch.spanLength[i];
        batch.spanLength[i] = whole - 1 - round % whole;
        try {
          builder.append(batch, i);
          batch.spanLength[i] = whole;
          builder = Builders.empty(); // cut between two fields: it is a span all the same
          for (int again = 0; again < i; again++) {
            builder.append(batch, again);
          }
        } catch (MalformedProtoException e) {
          failed++;
        }
        batch.spanLength[i] = whole;
        builder.append(batch, i);
      }
      assertThat(failed).isPositive();
      assertThat(spans(builder)).isEqualTo(new SpanDecoder().decode(batch));
    }
  }

  @Test
  void isFullAtItsLimits() {
    SegmentBuilder few = new SegmentBuilder(3, Long.MAX_VALUE);
    SpanBatch batch = Batches.of(new RandomSpans(1).next(4));
    for (int i = 0; i < 3; i++) {
      assertThat(few.isFull()).isFalse();
      few.append(batch, i);
    }
    assertThat(few.isFull()).isTrue();
    assertThatThrownBy(() -> few.append(batch, 3)).hasMessageContaining("full: 3 spans");

    SegmentBuilder small = new SegmentBuilder(SegmentBuilder.ROWS_MAX, 4 << 20);
    RandomSpans random = new RandomSpans(2);
    while (!small.isFull()) {
      Builders.append(small, Batches.of(random.next(100)));
    }
    assertThat(small.heapBytes()).isBetween(4L << 20, 8L << 20);
  }

  @Test
  void knowsTheRangeOfItsStarts() {
    List<Span> spans = new RandomSpans(3).next(500);
    SegmentBuilder builder = Builders.empty();
    assertThat(builder.minStartEpochNanos()).isEqualTo(Long.MAX_VALUE);
    Builders.append(builder, Batches.of(spans));
    var starts = spans.stream().mapToLong(Span::startEpochNanos).summaryStatistics();
    assertThat(builder.minStartEpochNanos()).isEqualTo(starts.getMin());
    assertThat(builder.maxStartEpochNanos()).isEqualTo(starts.getMax());
  }

  private static List<Span> spans(SegmentBuilder builder) {
    RowDecoder decoder = new RowDecoder(builder);
    List<Span> spans = new ArrayList<>();
    for (int row = 0; row < builder.rows(); row++) {
      spans.add(decoder.span(row));
    }
    return spans;
  }
}
