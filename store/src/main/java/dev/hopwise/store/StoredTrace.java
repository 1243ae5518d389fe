package dev.hopwise.store;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import java.util.List;

/// The spans of one trace.
///
/// @param spans at least one, sorted by start, then span id, then kind
/// @param segmentsRead how many parts of the store were opened for it
/// @param truncated how many spans were left out because the trace is larger than {@link
///   #SPANS_MAX}
public record StoredTrace(TraceId id, List<Span> spans, int segmentsRead, long truncated) {

  /// More spans than this are not materialised for one trace.
  public static final int SPANS_MAX = 500_000;

  public StoredTrace {
    spans = List.copyOf(spans);
  }
}
