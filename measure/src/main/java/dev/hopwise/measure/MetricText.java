package dev.hopwise.measure;

import dev.hopwise.model.SpanId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes metrics in one of the two texts that Prometheus reads.
///
/// At the end {@link #finish}. Not thread-safe.
public final class MetricText implements MetricSink {

  /// The two texts.
  public enum Format {
    /// With exemplars. Source: OpenMetrics 1.0.
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
    /// Without. Source: Prometheus, "Exposition formats".
    CLASSIC("text/plain; version=0.0.4; charset=utf-8");

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    /// The value of the header.
    public String contentType() {
      return contentType;
    }
  }

  private final Format format;
  private final StringBuilder text = new StringBuilder(1 << 16);

  public MetricText(Format format) {
    this.format = format;
  }

  @Override
  public void head(Metric metric) {
    String name = format == Format.OPEN_METRICS ? metric.name() : metric.queryName();
    text.append("# HELP ").append(name).append(' ').append(metric.help()).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(metric.type().text()).append('\n');
  }

  @Override
  public void sample(Metric metric, long value, String... labels) {
    begin(metric, metric.queryName(), labels);
    end(labels);
    text.append(value).append('\n');
  }

  @Override
  public void histogram(
      Metric metric,
      HistogramSnapshot histogram,
      List<@Nullable Exemplar> exemplars,
      String... labels) {
    long below = 0;
    for (int bucket = 0; bucket < histogram.buckets(); bucket++) {
      below += histogram.inBucket(bucket);
      begin(metric, metric.name() + "_bucket", labels);
      text.append(labels.length == 0 ? "{" : ",").append("le=\"");
      text.append(number(histogram.boundSeconds(bucket))).append("\"} ").append(below);
      if (format == Format.OPEN_METRICS && bucket < exemplars.size()) {
        exemplar(exemplars.get(bucket));
      }
      text.append('\n');
    }
    begin(metric, metric.name() + "_sum", labels);
    end(labels);
    text.append(number(histogram.sumSeconds())).append('\n');
    begin(metric, metric.name() + "_count", labels);
    end(labels);
    text.append(below).append('\n');
  }

  /// The whole text.
  public String finish() {
    return format == Format.OPEN_METRICS ? text.append("# EOF\n").toString() : text.toString();
  }

  private void begin(Metric metric, String name, String[] labels) {
    metric.check(labels);
    text.append(name);
    for (int i = 0; i < labels.length; i++) {
      text.append(i == 0 ? '{' : ',').append(metric.labels().get(i)).append("=\"");
      escaped(labels[i]);
      text.append('"');
    }
  }

  private void end(String[] labels) {
    text.append(labels.length == 0 ? " " : "} ");
  }

  private void exemplar(@Nullable Exemplar exemplar) {
    if (exemplar != null) {
      text.append(" # {").append(Exemplar.TRACE_ID).append("=\"").append(exemplar.traceId().hex());
      text.append("\",").append(Exemplar.SPAN_ID).append("=\"");
      text.append(SpanId.hex(exemplar.spanId())).append("\"} ");
      text.append(number(exemplar.durationSeconds())).append(' ');
      text.append(exemplar.epochNanos() / 1_000_000_000L).append('.');
      long millis = exemplar.epochNanos() / 1_000_000L % 1_000;
      text.append(Long.toString(1_000 + millis), 1, 4);
    }
  }

  private void escaped(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(c);
      }
    }
  }

  private static String number(double value) {
    return value == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(value);
  }
}
