package dev.hopwise.query;

import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.Query;
import org.jspecify.annotations.Nullable;

/// What is searched for.
///
/// @param range in which a trace must have a matching span
/// @param limit traces of the page, at least 1
/// @param spansPerTraceMax matching spans that are told of each trace, 0 for all
/// @param cursor from the page before, or null for the first
public record SearchQuestion(
    Query query, TimeRange range, int limit, int spansPerTraceMax, @Nullable String cursor) {

  /// How many matching spans an answer tells when nothing else is asked for.
  public static final int SPANS_PER_TRACE_DEFAULT = 3;

  public SearchQuestion {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", at least 1 is needed");
    }
    if (spansPerTraceMax < 0) {
      throw new IllegalArgumentException("spans per trace " + spansPerTraceMax + " is negative");
    }
  }
}
