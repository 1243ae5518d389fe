package dev.hopwise.server.api.tempo;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.SearchProgress;
import dev.hopwise.query.ServiceCount;
import dev.hopwise.query.TraceSummary;
import dev.hopwise.server.api.ValueAttributes;
import org.jspecify.annotations.Nullable;

/// `tempopb.SearchResponse` in protobuf:
///
/// ```
/// SearchResponse      traces=1 TraceSearchMetadata   metrics=2 SearchMetrics
/// TraceSearchMetadata traceID=1 rootServiceName=2 rootTraceName=3 startTimeUnixNano=4
///                     durationMs=5 spanSet=6 spanSets=7 serviceStats=8 map<string, ServiceStats>
/// ServiceStats        spanCount=1 errorCount=2
/// SpanSet             spans=1 matched=2
/// Span                spanID=1 name=2 startTimeUnixNano=3 durationNanos=4 attributes=5 KeyValue
/// SearchMetrics       inspectedTraces=1 inspectedBytes=2 totalBlocks=3 completedJobs=4 totalJobs=5
///                     inspectedSpans=7
/// ```
final class TempoSearchProto {

  private static final int TRACES = 1 << 3 | 2;
  private static final int METRICS = 2 << 3 | 2;

  private TempoSearchProto() {}

  /// A trace of the answer.
  ///
  /// @param spansMax matched spans beyond it are left out; `matched` counts them still
  static void trace(ProtoWriter out, TraceSummary trace, int spansMax) {
    @Nullable Span root = trace.root();
    ProtoWriter message = new ProtoWriter();
    text(message, 1, TempoSearchJson.withoutLeadingZeros(trace.traceId().hex()));
    text(message, 2, root == null ? TempoSearchJson.NO_ROOT : root.serviceName());
    text(message, 3, root == null ? "" : root.name());
    number(message, 4, trace.startEpochNanos());
    number(message, 5, trace.durationNanos() / 1_000_000);
    ProtoWriter spanSet = spanSet(trace, spansMax);
    message.messageField(6 << 3 | 2, spanSet);
    message.messageField(7 << 3 | 2, spanSet);
    for (ServiceCount service : trace.services()) {
      message.messageField(8 << 3 | 2, service(service));
    }
    out.messageField(TRACES, message);
  }

  private static ProtoWriter service(ServiceCount service) {
    ProtoWriter counts = new ProtoWriter();
    number(counts, 1, service.spanCount());
    number(counts, 2, service.errorCount());
    ProtoWriter entry = new ProtoWriter();
    text(entry, 1, service.name());
    entry.messageField(2 << 3 | 2, counts);
    return entry;
  }

  private static ProtoWriter spanSet(TraceSummary trace, int spansMax) {
    ProtoWriter set = new ProtoWriter();
    trace.matchedSpans().stream()
        .limit(spansMax)
        .forEach(span -> set.messageField(1 << 3 | 2, span(span)));
    number(set, 2, trace.matched());
    return set;
  }

  private static ProtoWriter span(TraceSummary.MatchedSpan matched) {
    Span span = matched.span();
    ProtoWriter message = new ProtoWriter();
    text(message, 1, SpanId.hex(span.spanId()));
    text(message, 2, span.name());
    number(message, 3, span.startEpochNanos());
    number(message, 4, Math.max(0, span.durationNanos()));
    matched
        .fields()
        .forEach((field, value) -> {
          @Nullable String key = TempoValues.attributeKey(field);
          if (key != null) {
            Attribute attribute = new Attribute(key, ValueAttributes.of(value));
            message.messageField(5 << 3 | 2, SpanEncoder.keyValue(attribute));
          }
        });
    return message;
  }

  /// What a whole answer looked at.
  static void metrics(ProtoWriter out, SearchAnswer answer) {
    ProtoWriter metrics = new ProtoWriter();
    number(metrics, 1, answer.inspectedTraces());
    number(metrics, 2, answer.inspectedBytes());
    number(metrics, 3, (long) answer.segmentsRead() + answer.segmentsPruned());
    number(metrics, 4, answer.partial() ? 0 : 1);
    number(metrics, 5, 1);
    number(metrics, 7, answer.inspectedSpans());
    out.messageField(METRICS, metrics);
  }

  /// What a search has looked at so far.
  static void metrics(ProtoWriter out, SearchProgress progress) {
    ProtoWriter metrics = new ProtoWriter();
    number(metrics, 1, progress.inspectedTraces());
    number(metrics, 2, progress.inspectedBytes());
    number(metrics, 5, 1);
    number(metrics, 7, progress.inspectedSpans());
    out.messageField(METRICS, metrics);
  }

  private static void text(ProtoWriter out, int field, String text) {
    out.textField(field << 3 | 2, text);
  }

  private static void number(ProtoWriter out, int field, long value) {
    out.varintField(field << 3, value);
  }
}
