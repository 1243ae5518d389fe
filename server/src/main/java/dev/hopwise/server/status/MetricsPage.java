package dev.hopwise.server.status;

import com.linecorp.armeria.common.MediaType;
import dev.hopwise.measure.MeasureMetrics;
import dev.hopwise.measure.MeasureSnapshot;
import dev.hopwise.measure.MetricText;
import java.util.List;

/// `/metrics`: the server's own figures, then what it measured.
final class MetricsPage {

  private static final MediaType OPEN_METRICS = MediaType.create("application", "openmetrics-text");

  private MetricsPage() {}

  static String of(StatusSnapshot status, MeasureSnapshot measured, MetricText.Format format) {
    MetricText text = new MetricText(format);
    ServerMetrics.write(text, status);
    MeasureMetrics.write(text, measured);
    return text.finish();
  }

  /// The text that a client prefers; the classic one where it does not say.
  ///
  /// @param accepted as the header lists them, those with the highest `q` first
  static MetricText.Format formatFor(List<MediaType> accepted) {
    for (MediaType each : accepted) {
      if (each.withoutParameters().equals(OPEN_METRICS)) {
        return MetricText.Format.OPEN_METRICS;
      }
      if (MediaType.PLAIN_TEXT.withoutParameters().belongsTo(each.withoutParameters())) {
        return MetricText.Format.CLASSIC;
      }
    }
    return MetricText.Format.CLASSIC;
  }
}
