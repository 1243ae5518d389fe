package dev.hopwise.store.lake;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.testkit.Batches;
import java.util.List;

/// Builders for tests.
final class Builders {

  private Builders() {}

  static SegmentBuilder empty() {
    return new SegmentBuilder(SegmentBuilder.ROWS_MAX, Long.MAX_VALUE);
  }

  static SegmentBuilder of(List<Span> spans) {
    SegmentBuilder builder = empty();
    append(builder, Batches.of(spans));
    return builder;
  }

  static void append(SegmentBuilder builder, SpanBatch batch) {
    for (int i = 0; i < batch.count; i++) {
      builder.append(batch, i);
    }
  }
}
