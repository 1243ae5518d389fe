package dev.hopwise.server.status;

import com.linecorp.armeria.common.MediaType;
import dev.hopwise.measure.MetricProto;
import dev.hopwise.measure.MetricText;
import java.util.List;

/// The forms that `/metrics` has.
enum MetricsFormat {
  /// With exemplars and native histograms.
  PROTOBUF(MetricProto.CONTENT_TYPE),
  /// With exemplars.
  OPEN_METRICS(MetricText.Format.OPEN_METRICS.contentType()),
  CLASSIC(MetricText.Format.CLASSIC.contentType());

  private static final MediaType PROTOBUF_TYPE =
      MediaType.create("application", "vnd.google.protobuf");
  private static final MediaType OPEN_METRICS_TYPE =
      MediaType.create("application", "openmetrics-text");
  private static final MediaType CLASSIC_TYPE = MediaType.PLAIN_TEXT.withoutParameters();

  private final String contentType;

  MetricsFormat(String contentType) {
    this.contentType = contentType;
  }

  /// The value of the header.
  String contentType() {
    return contentType;
  }

  /// The form that a client prefers; the classic text where it does not say.
  ///
  /// @param accepted as the header lists them, those with the highest `q` first
  static MetricsFormat preferredOf(List<MediaType> accepted) {
    for (MediaType each : accepted) {
      if (each.qualityFactor() > 0) {
        MediaType type = each.withoutParameters();
        if (type.equals(PROTOBUF_TYPE) && isDelimitedFamilies(each)) {
          return PROTOBUF;
        }
        if (type.equals(OPEN_METRICS_TYPE)) {
          return OPEN_METRICS;
        }
        if (CLASSIC_TYPE.belongsTo(type)) {
          return CLASSIC;
        }
      }
    }
    return CLASSIC;
  }

  /// The same media type names other messages and two encodings as text.
  private static boolean isDelimitedFamilies(MediaType type) {
    return type.parameters()
            .getOrDefault("proto", List.of())
            .contains("io.prometheus.client.MetricFamily")
        && type.parameters().getOrDefault("encoding", List.of()).contains("delimited");
  }
}
