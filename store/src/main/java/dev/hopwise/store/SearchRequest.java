package dev.hopwise.store;

import dev.hopwise.model.TraceId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks for the newest traces.
///
/// @param filter a trace belongs to the answer when at least one of its spans in the range matches
/// @param limit how many at most, 1 to {@link #LIMIT_MAX}
/// @param after only traces behind this place in the order; null for the beginning
/// @param timeLimit when it is over, what was found so far is the answer, marked partial
public record SearchRequest(
    SpanFilter filter, TimeRange range, int limit, @Nullable Place after, Duration timeLimit) {

  /// A page is never longer.
  public static final int LIMIT_MAX = 10_000;

  public SearchRequest {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit " + limit + " is not within 1 to " + LIMIT_MAX);
    }
  }

  /// A trace's place in the newest-first order.
  ///
  /// @param newestStartEpochNanos the start of its newest matching span in the range
  public record Place(long newestStartEpochNanos, TraceId traceId) implements Comparable<Place> {
    /// Newest first, ties by trace id.
    @Override
    public int compareTo(Place other) {
      int byStart = Long.compare(other.newestStartEpochNanos, newestStartEpochNanos);
      return byStart != 0 ? byStart : traceId.compareTo(other.traceId);
    }
  }
}
