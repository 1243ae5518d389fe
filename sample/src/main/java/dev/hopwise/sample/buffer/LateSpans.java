package dev.hopwise.sample.buffer;

import dev.hopwise.model.KeepMark;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The spans of a batch whose traces were decided before. Not thread-safe.
final class LateSpans {

  private final SpanBatch selected = new SpanBatch();
  private @Nullable SpanBatch source;
  private int[] spans = new int[64];
  private @Nullable KeepMark[] marks = new KeepMark[64];
  private int kept;
  private int chargedSpans;
  private long chargedBytes;
  private long dropped;

  void begin(SpanBatch batch) {
    source = batch;
    kept = 0;
    chargedSpans = 0;
    chargedBytes = 0;
    dropped = 0;
  }

  /// @param mark null where the trace is dropped
  void add(int span, @Nullable KeepMark mark) {
    if (mark == null) {
      dropped++;
      return;
    }
    if (kept == spans.length) {
      spans = Arrays.copyOf(spans, kept * 2);
      marks = Arrays.copyOf(marks, kept * 2);
    }
    if (mark.windowId() == null) {
      chargedSpans++;
      chargedBytes += Objects.requireNonNull(source).spanLength[span];
    }
    spans[kept] = span;
    marks[kept++] = mark;
  }

  /// Of those that are kept, what a policy's budget is charged: windows have budgets of their own.
  int chargedSpans() {
    return chargedSpans;
  }

  long chargedBytes() {
    return chargedBytes;
  }

  int kept() {
    return kept;
  }

  long dropped() {
    return dropped;
  }

  /// Those that are kept, marked.
  SpanBatch batch() {
    selected.selectFrom(Objects.requireNonNull(source), spans, kept);
    Marker marker = new Marker(selected);
    for (int i = 0; i < kept; i++) {
      marker.mark(i, Objects.requireNonNull(marks[i]));
    }
    return selected;
  }
}
