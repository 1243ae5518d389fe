package dev.hopwise.server.status;

import dev.hopwise.measure.MeasureMetrics;
import dev.hopwise.measure.MeasureSnapshot;
import dev.hopwise.measure.MetricProto;
import dev.hopwise.measure.MetricSink;
import dev.hopwise.measure.MetricText;
import dev.hopwise.server.telemetry.TelemetryMetrics;
import dev.hopwise.server.telemetry.TelemetrySnapshot;
import java.nio.charset.StandardCharsets;

/// `/metrics`: the server's own figures, then what it measured.
public final class MetricsPage {

  private MetricsPage() {}

  /// Writes all metrics.
  public static void write(
      MetricSink to, StatusSnapshot status, TelemetrySnapshot telemetry, MeasureSnapshot measured) {
    ServerMetrics.write(to, status);
    TelemetryMetrics.write(to, telemetry);
    MeasureMetrics.write(to, measured);
  }

  static byte[] of(
      StatusSnapshot status,
      TelemetrySnapshot telemetry,
      MeasureSnapshot measured,
      MetricsFormat format) {
    return switch (format) {
      case PROTOBUF -> {
        MetricProto page = new MetricProto();
        write(page, status, telemetry, measured);
        yield page.finish();
      }
      case OPEN_METRICS -> text(status, telemetry, measured, MetricText.Format.OPEN_METRICS);
      case CLASSIC -> text(status, telemetry, measured, MetricText.Format.CLASSIC);
    };
  }

  private static byte[] text(
      StatusSnapshot status,
      TelemetrySnapshot telemetry,
      MeasureSnapshot measured,
      MetricText.Format format) {
    MetricText page = new MetricText(format);
    write(page, status, telemetry, measured);
    return page.finish().getBytes(StandardCharsets.UTF_8);
  }
}
