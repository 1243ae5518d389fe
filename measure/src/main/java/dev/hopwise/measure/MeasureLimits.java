package dev.hopwise.measure;

import dev.hopwise.model.rollup.SeriesKey;

/// How much is measured at most. What does not fit is folded into series named {@link #OTHER} and
/// counted, never dropped.
///
/// @param servicesMax further services are measured as one, named {@link #OTHER}
/// @param plainNamesMax so many span names of a service stand as they are; later ones are templated
/// @param namesMax so many names a service may have, templates included
/// @param serviceSeriesMax series of one service
/// @param seriesMax series of all services; the overflow series, at most 18 a service, come on top
/// @param labelBytesMax longer names are cut
/// @param edgesMax edges of the service graph; one overflow edge per connection type comes on top
/// @param pendingSpansMax spans that wait for the other side of their call
public record MeasureLimits(
    int servicesMax,
    int plainNamesMax,
    int namesMax,
    int serviceSeriesMax,
    int seriesMax,
    int labelBytesMax,
    int edgesMax,
    int pendingSpansMax) {

  /// For one server with a few hundred services; together about 125 MB where every limit is
  /// reached.
  public static final MeasureLimits DEFAULT =
      new MeasureLimits(500, 100, 200, 500, 10_000, 160, 2_000, 65_536);

  /// The name of what was folded.
  public static final String OTHER = SeriesKey.OTHER;

  public MeasureLimits {
    if (plainNamesMax > namesMax) {
      throw new IllegalArgumentException(
          "plainNamesMax " + plainNamesMax + " is more than namesMax " + namesMax);
    }
    int least =
        Math.min(
            Math.min(Math.min(servicesMax, plainNamesMax), Math.min(serviceSeriesMax, seriesMax)),
            Math.min(edgesMax, pendingSpansMax));
    if (least < 1 || labelBytesMax < NameTemplate.ID_BYTES) {
      throw new IllegalArgumentException("a limit is less than 1, or labelBytesMax too small");
    }
  }
}
