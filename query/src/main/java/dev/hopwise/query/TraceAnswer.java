package dev.hopwise.query;

import dev.hopwise.model.Kept;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.TraceId;
import java.util.List;

/// A whole trace.
///
/// @param tree its spans, in the order of the waterfall
/// @param root index of the earliest span without a parent, or {@link SpanTree#NONE}
/// @param services in the order of the waterfall
/// @param kept how it came to be kept, see {@link TraceKept#of}
/// @param late what of it came after it was decided, in words; empty when nothing did
/// @param incomplete why it is known to be partial, in words; empty when nothing is known to miss
/// @param warnings what looks wrong with it, in words; bounded
/// @param truncatedSpans spans that were left out since the trace is too large
public record TraceAnswer(
    TraceId id,
    SpanTree tree,
    int root,
    long startEpochNanos,
    long durationNanos,
    List<ServiceCount> services,
    Kept kept,
    List<String> late,
    List<String> incomplete,
    List<String> warnings,
    long truncatedSpans) {
  public TraceAnswer {
    services = List.copyOf(services);
    late = List.copyOf(late);
    incomplete = List.copyOf(incomplete);
    warnings = List.copyOf(warnings);
  }
}
