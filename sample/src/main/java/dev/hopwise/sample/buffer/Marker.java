package dev.hopwise.sample.buffer;

import dev.hopwise.model.HeadSampling;
import dev.hopwise.model.KeepMark;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.HashMap;
import java.util.Map;

/// Writes into a batch why its spans are kept, and with which probability a span like each of them
/// is: the tail's together with what the head says in the trace state. Not thread-safe.
final class Marker {

  private final SpanBatch batch;
  private final Map<KeepMark, Integer> numbers = new HashMap<>();

  /// Of a batch that has no marks yet.
  Marker(SpanBatch batch) {
    this.batch = batch;
  }

  static void markAll(SpanBatch batch, KeepMark mark) {
    int number = batch.addKeep(mark);
    for (int i = 0; i < batch.count; i++) {
      batch.keepIndex[i] = number;
      batch.inclusionProbability[i] = inclusion(batch, i, mark);
    }
  }

  void mark(int span, KeepMark mark) {
    int number = number(mark); // may replace the arrays
    batch.keepIndex[span] = number;
    batch.inclusionProbability[span] = inclusion(batch, span, mark);
  }

  private int number(KeepMark mark) {
    Integer known = numbers.get(mark);
    if (known == null) {
      known = batch.addKeep(mark);
      numbers.put(mark, known);
    }
    return known;
  }

  private static double inclusion(SpanBatch batch, int span, KeepMark mark) {
    int length = batch.traceStateLength[span];
    return length == 0
        ? mark.probability()
        : HeadSampling.parse(batch.bytes, batch.traceStateOffset[span], length)
            .with(mark.probability());
  }
}
