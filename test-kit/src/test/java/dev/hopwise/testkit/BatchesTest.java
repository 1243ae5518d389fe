package dev.hopwise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The test kit's own input must be right before anything is judged by it.
class BatchesTest {

  @Test
  void holdTheSpansThatTheyWereMadeOf() {
    for (int seed = 0; seed < 20; seed++) {
      List<Span> spans = new RandomSpans(seed).next(50);
      SpanBatch batch = Batches.of(spans);
      assertThat(new SpanDecoder().decode(batch)).containsExactlyInAnyOrderElementsOf(spans);
      SpanBatch repeated = Batches.withRepeatedKeys(spans, new SplittableRandom(seed));
      List<Span> decoded = new SpanDecoder().decode(repeated);
      assertThat(decoded).containsExactlyInAnyOrderElementsOf(spans);
      for (int i = 0; i < repeated.count; i++) {
        assertThat(repeated.traceId(i)).isEqualTo(decoded.get(i).traceId());
        assertThat(repeated.nameLength[i])
            .isEqualTo(
                decoded.get(i).name().getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
      }
    }
  }
}
