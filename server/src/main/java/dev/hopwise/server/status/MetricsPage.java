package dev.hopwise.server.status;

import dev.hopwise.measure.MeasureMetrics;
import dev.hopwise.measure.MeasureSnapshot;
import dev.hopwise.measure.MetricProto;
import dev.hopwise.measure.MetricSink;
import dev.hopwise.measure.MetricText;
import java.nio.charset.StandardCharsets;

/// `/metrics`: the server's own figures, then what it measured.
public final class MetricsPage {

  private MetricsPage() {}

  /// Writes all metrics.
  public static void write(MetricSink to, StatusSnapshot status, MeasureSnapshot measured) {
    ServerMetrics.write(to, status);
    MeasureMetrics.write(to, measured);
  }

  static byte[] of(StatusSnapshot status, MeasureSnapshot measured, MetricsFormat format) {
    return switch (format) {
      case PROTOBUF -> {
        MetricProto page = new MetricProto();
        write(page, status, measured);
        yield page.finish();
      }
      case OPEN_METRICS -> text(status, measured, MetricText.Format.OPEN_METRICS);
      case CLASSIC -> text(status, measured, MetricText.Format.CLASSIC);
    };
  }

  private static byte[] text(
      StatusSnapshot status, MeasureSnapshot measured, MetricText.Format format) {
    MetricText page = new MetricText(format);
    write(page, status, measured);
    return page.finish().getBytes(StandardCharsets.UTF_8);
  }
}
