package dev.hopwise.server.api.tempo;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.query.series.SeriesAnswer;
import dev.hopwise.server.api.ValueAttributes;
import dev.hopwise.traceql.Value;
import dev.hopwise.traceql.series.Estimate;
import dev.hopwise.traceql.series.Exemplar;
import dev.hopwise.traceql.series.SeriesLabel;
import dev.hopwise.traceql.series.TimeSeries;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The answers of metrics queries in protobuf, as several messages where they are long:
///
/// ```
/// QueryRangeResponse   series=1 TimeSeries      metrics=2 status=3 (PARTIAL = 1) message=4
/// TimeSeries           labels=1 KeyValue  samples=2 Sample  exemplars=4 Exemplar
/// Sample               value=1 double  timestamp_ms=2
/// Exemplar             labels=1 KeyValue  value=2 double  timestamp_ms=3
/// QueryInstantResponse series=1 InstantSeries   metrics=2 status=3 message=4
/// InstantSeries        labels=1 KeyValue  value=2 double
/// SearchMetrics        inspectedTraces=1 inspectedBytes=2 completedJobs=4 totalJobs=5
///                      inspectedSpans=7
/// ```
final class TempoSeriesProto {

  private static final long NANOS_PER_MILLI = 1_000_000L;

  /// A message is sent when it is longer; no series is half as long.
  private static final int MESSAGE_BYTES = 512 << 10;

  private TempoSeriesProto() {}

  static void range(SeriesAnswer answer, Consumer<byte[]> messages) {
    send(
        answer,
        messages,
        (out, series) -> {
          labels(out, series);
          for (int step = 0; step < series.points().size(); step++) {
            @Nullable Estimate point = series.points().get(step);
            if (point != null) {
              ProtoWriter sample = new ProtoWriter();
              real(sample, 1, point.value());
              sample.varintField(2 << 3, answer.grid().endOf(step) / NANOS_PER_MILLI);
              out.messageField(2 << 3 | 2, sample);
            }
          }
          series.exemplars().forEach(exemplar -> out.messageField(4 << 3 | 2, exemplar(exemplar)));
        });
  }

  static void instant(SeriesAnswer answer, Consumer<byte[]> messages) {
    send(
        answer,
        messages,
        (out, series) -> {
          labels(out, series);
          @Nullable Estimate point = series.points().getFirst();
          real(out, 2, point == null ? 0 : point.value());
        });
  }

  private static void send(
      SeriesAnswer answer, Consumer<byte[]> messages, BiConsumer<ProtoWriter, TimeSeries> content) {
    ProtoWriter out = new ProtoWriter();
    for (TimeSeries each : answer.series()) {
      if (TempoSeriesJson.isTold(each)) {
        ProtoWriter series = new ProtoWriter();
        content.accept(series, each);
        out.messageField(1 << 3 | 2, series);
        if (out.size() > MESSAGE_BYTES) {
          messages.accept(out.toBytes());
          out.clear();
        }
      }
    }
    end(out, answer);
    messages.accept(out.toBytes());
  }

  private static void end(ProtoWriter out, SeriesAnswer answer) {
    ProtoWriter metrics = new ProtoWriter();
    metrics.varintField(1 << 3, answer.inspectedTraces());
    metrics.varintField(2 << 3, answer.inspectedBytes());
    metrics.varintField(4 << 3, answer.partial() ? 0 : 1);
    metrics.varintField(5 << 3, 1);
    metrics.varintField(7 << 3, answer.inspectedSpans());
    out.messageField(2 << 3 | 2, metrics);
    out.varintField(3 << 3, answer.partial() ? 1 : 0);
    out.textField(4 << 3 | 2, String.join("; ", answer.shortcomings()));
  }

  private static ProtoWriter exemplar(Exemplar exemplar) {
    ProtoWriter out = new ProtoWriter();
    label(out, "trace:id", AttributeValue.of(exemplar.traceId().hex()));
    real(out, 2, exemplar.value());
    out.varintField(3 << 3, exemplar.epochNanos() / NANOS_PER_MILLI);
    return out;
  }

  private static void labels(ProtoWriter out, TimeSeries series) {
    for (SeriesLabel label : series.labels()) {
      label(
          out,
          label.name(),
          label.value() instanceof Value.Nil
              ? AttributeValue.of("nil")
              : ValueAttributes.of(label.value()));
    }
  }

  private static void label(ProtoWriter out, String key, AttributeValue value) {
    out.messageField(1 << 3 | 2, SpanEncoder.keyValue(new Attribute(key, value)));
  }

  private static void real(ProtoWriter out, int field, double value) {
    if (Double.isFinite(value)) {
      out.fixed64Field(field << 3 | 1, Double.doubleToRawLongBits(value));
    }
  }
}
