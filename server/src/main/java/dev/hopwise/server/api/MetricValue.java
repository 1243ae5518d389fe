package dev.hopwise.server.api;

import dev.hopwise.query.metrics.Tally;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is told of each step: `metric` of a request.
///
/// @param name as asked for
/// @param unit of its values
/// @param quantile the share below a quantile; NaN where the metric is none
record MetricValue(String name, String unit, double quantile) {

  private static final Set<String> PERCENTILES = Set.of("p50", "p75", "p90", "p95", "p99");
  private static final double QUANTILE_DEFAULT = 0.95;

  static MetricValue of(Parameters parameters) {
    String name = parameters.required("metric");
    double quantile = parameters.between("quantile", QUANTILE_DEFAULT, 0, 1);
    if (parameters.text("quantile") != null && !name.equals("quantile")) {
      throw new BadParameterException("quantile", "quantile goes with metric=quantile only");
    }
    if (PERCENTILES.contains(name)) {
      return new MetricValue(name, "nanoseconds", Integer.parseInt(name.substring(1)) / 100.0);
    }
    return switch (name) {
      case "rate", "errors" -> new MetricValue(name, "perSecond", Double.NaN);
      case "count" -> new MetricValue(name, "count", Double.NaN);
      case "error_share" -> new MetricValue(name, "share", Double.NaN);
      case "mean" -> new MetricValue(name, "nanoseconds", Double.NaN);
      case "quantile" -> new MetricValue(name, "nanoseconds", quantile);
      default ->
          throw new BadParameterException(
              "metric",
              "metric is none of rate, count, errors, error_share, mean, p50, p75, p90, p95, p99 and"
                  + " quantile");
    };
  }

  boolean isQuantile() {
    return !Double.isNaN(quantile);
  }

  /// The value of a step; NaN where there is none.
  ///
  /// @param tally null when nothing was counted
  /// @param coveredSeconds more than 0
  double of(@Nullable Tally tally, double coveredSeconds) {
    if (tally == null) {
      return switch (name) {
        case "rate", "errors", "count" -> 0;
        default -> Double.NaN;
      };
    }
    return switch (name) {
      case "rate" -> tally.count() / coveredSeconds;
      case "errors" -> tally.errors() / coveredSeconds;
      case "count" -> tally.count();
      case "error_share" -> tally.errorShare();
      case "mean" -> Math.rint(tally.meanNanos());
      default -> Math.rint(tally.quantileNanos(quantile));
    };
  }
}
