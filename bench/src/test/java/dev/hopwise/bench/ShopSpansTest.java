package dev.hopwise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShopSpansTest {

  @Test
  void givesTheSameTracesForTheSameSeed() {
    assertThat(new ShopSpans(42).nextTrace(1_000)).isEqualTo(new ShopSpans(42).nextTrace(1_000));
    assertThat(new ShopSpans(42).nextTrace(1_000)).isNotEqualTo(new ShopSpans(43).nextTrace(1_000));
  }

  @Test
  void hasTheShapeThatPerformanceFiguresAreQuotedFor() {
    ShopSpans shop = new ShopSpans(42);
    List<Span> spans = new ArrayList<>();
    int traces = 0;
    while (spans.size() < 20_000) {
      spans.addAll(shop.nextTrace(1_700_000_000_000_000_000L));
      traces++;
    }
    assertThat((double) spans.size() / traces).isBetween(12.0, 20.0);
    double attributes = spans.stream().mapToInt(s -> s.attributes().size()).average().orElse(0);
    assertThat(attributes).isBetween(9.0, 13.0);
    assertThat(SpanEncoder.encode(spans).length / (double) spans.size()).isBetween(450.0, 750.0);
    assertThat(spans).anyMatch(s -> !s.events().isEmpty()).anyMatch(s -> s.status().isError());
  }
}
