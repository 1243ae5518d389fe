package dev.hopwise.query;

import dev.hopwise.model.Kept;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A found trace.
///
/// @param root the earliest span without a parent, or null while none has arrived
/// @param durationNanos from the earliest start to the latest end
/// @param orphanCount spans that name a parent which is not there
/// @param services in the order of the waterfall
/// @param kept how it came to be kept, see {@link TraceKept#of}
/// @param matched how many spans in the range match
/// @param matchedSpans the newest of them, newest first
public record TraceSummary(
    TraceId traceId,
    @Nullable Span root,
    long startEpochNanos,
    long durationNanos,
    int spanCount,
    int errorCount,
    int orphanCount,
    List<ServiceCount> services,
    Kept kept,
    int matched,
    List<MatchedSpan> matchedSpans) {
  public TraceSummary {
    services = List.copyOf(services);
    matchedSpans = List.copyOf(matchedSpans);
  }

  /// A span that the query selected.
  ///
  /// @param fields what it has of the fields that the query mentions, without nil
  public record MatchedSpan(Span span, Map<FieldExpression, Value> fields) {}
}
