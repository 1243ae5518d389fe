package dev.hopwise.model.otlp;

import java.util.Arrays;

/// Copies a span, with another trace state where its probability asks for one.
///
/// Neighbours mostly have the same trace state and probability, so the last answer is remembered.
/// Not thread-safe.
final class SpanEditor implements PartWriter {

  private final ProtoReader reader = new ProtoReader();
  private final ProtoWriter edited = new ProtoWriter();
  private byte[] lastState = new byte[0];
  private double lastProbability = 1;
  private byte[] lastAnswer = new byte[0];

  @Override
  public void span(SpanBatch batch, int span, ProtoWriter out) {
    double probability = batch.keepCount == 0 ? 1 : batch.inclusionProbability[span];
    byte[] state = probability < 1 ? stateFor(batch, span, probability) : lastState;
    if (probability >= 1 || isSameAs(batch, span, state)) {
      PartWriter.copy(
          batch, OtlpFields.SCOPE_SPANS_SPANS, batch.spanOffset[span], batch.spanLength[span], out);
    } else {
      replaceState(batch, span, state);
      out.messageField(OtlpFields.SCOPE_SPANS_SPANS, edited);
    }
  }

  private byte[] stateFor(SpanBatch batch, int span, double probability) {
    if (probability != lastProbability || !isSameAs(batch, span, lastState)) {
      int from = batch.traceStateOffset[span];
      lastState =
          batch.traceStateLength[span] == 0
              ? new byte[0]
              : Arrays.copyOfRange(batch.bytes, from, from + batch.traceStateLength[span]);
      lastProbability = probability;
      lastAnswer = ProbabilityState.with(lastState, probability);
    }
    return lastAnswer;
  }

  private static boolean isSameAs(SpanBatch batch, int span, byte[] state) {
    int from = batch.traceStateOffset[span];
    int length = batch.traceStateLength[span];
    return length == state.length
        && (length == 0 || Arrays.equals(batch.bytes, from, from + length, state, 0, state.length));
  }

  /// Every field but the trace state as it stands, then the new one.
  private void replaceState(SpanBatch batch, int span, byte[] state) {
    edited.clear();
    int from = batch.spanOffset[span];
    int end = from + batch.spanLength[span];
    reader.reset(batch.bytes, from);
    while (reader.position() < end) {
      int field = reader.position();
      int tag = reader.tag(end);
      reader.skip(end);
      if (tag != OtlpFields.SPAN_TRACE_STATE) {
        edited.raw(batch.bytes, field, reader.position() - field);
      }
    }
    if (state.length > 0) {
      edited.bytesField(OtlpFields.SPAN_TRACE_STATE, state);
    }
  }
}
