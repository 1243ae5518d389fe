package dev.hopwise.simulate;

import dev.hopwise.model.TraceId;
import java.util.Set;

/// A trace as it was sent.
///
/// @param service of the root span
/// @param name of the root span
/// @param durationNanos of the root span
/// @param failed whether the root span has the status ERROR
/// @param spans that are sent, sooner or later
/// @param errorSpans among them
/// @param lateSpans among them
/// @param lateErrorSpans both
/// @param lostSpans that are never sent
public record TraceTruth(
    TraceId traceId,
    String service,
    String name,
    long startEpochNanos,
    long durationNanos,
    boolean failed,
    int spans,
    int errorSpans,
    int lateSpans,
    int lateErrorSpans,
    int lostSpans,
    Set<ErrorKind> errorKinds) {
  public TraceTruth {
    errorKinds = Set.copyOf(errorKinds);
  }
}
