package dev.hopwise.simulate;

import dev.hopwise.model.Span;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Counts the spans of one trace.
final class TraceRecorder {

  private final TraceId traceId;
  private final Set<ErrorKind> errorKinds = new HashSet<>();
  private @Nullable Span root;
  private int sent;
  private int late;
  private int lost;
  private int errors;
  private int lateErrors;

  TraceRecorder(TraceId traceId) {
    this.traceId = traceId;
  }

  void lost(Span span) {
    lost++;
    root = span.isRoot() ? span : root;
  }

  void sent(Span span, boolean isLate, @Nullable String error) {
    sent++;
    late += isLate ? 1 : 0;
    root = span.isRoot() ? span : root;
    if (span.status().code() == StatusCode.ERROR) {
      errors++;
      lateErrors += isLate ? 1 : 0;
      errorKinds.add(new ErrorKind(span.serviceName(), span.name(), String.valueOf(error)));
    }
  }

  TraceTruth truth() {
    Span first = java.util.Objects.requireNonNull(root, "a trace without a root");
    return new TraceTruth(
        traceId,
        first.serviceName(),
        first.name(),
        first.startEpochNanos(),
        first.durationNanos(),
        first.status().code() == StatusCode.ERROR,
        sent,
        errors,
        late,
        lateErrors,
        lost,
        errorKinds);
  }
}
