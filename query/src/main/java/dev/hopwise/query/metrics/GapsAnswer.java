package dev.hopwise.query.metrics;

import dev.hopwise.model.TraceId;
import java.util.List;

/// Where metrics and traces do not agree.
///
/// @param covered the share of the range that was measured
/// @param unmeasured what has stored traces and no series
/// @param traceless what has series and no stored trace, most requests first
/// @param uncheckedSeries series that were not looked at, since there are more than are checked or
///   time was over
/// @param truncated whether there are more than are told
public record GapsAnswer(
    MetricRange range,
    double covered,
    List<Unmeasured> unmeasured,
    List<Traceless> traceless,
    int uncheckedSeries,
    boolean truncated) {
  public GapsAnswer {
    unmeasured = List.copyOf(unmeasured);
    traceless = List.copyOf(traceless);
  }

  /// Spans that are stored and not measured under their own name.
  ///
  /// @param traces how many were found
  /// @param moreTraces whether there are more
  /// @param example one of them
  public record Unmeasured(
      String service,
      String spanName,
      int traces,
      boolean moreTraces,
      TraceId example,
      String reason) {}

  /// Spans that were measured and of which none is stored.
  ///
  /// @param count of spans, each with its weight
  public record Traceless(
      String service, String spanName, long count, long errors, String reason) {}
}
