package dev.hopwise.server.telemetry;

import dev.hopwise.measure.Metric;
import dev.hopwise.measure.MetricSink;
import dev.hopwise.server.deliver.DeliveryStatus;
import dev.hopwise.server.exemplar.AuditCounts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The declarations of what {@link TelemetrySnapshot} holds.
public final class TelemetryMetrics {

  static final Metric STAGES =
      Metric.histogram(
          "hopwise_stage_duration_seconds",
          "How long receiving a request, deciding a trace after its end, answering a query, sealing and committing took.",
          "stage");
  static final Metric REQUEST_BYTES =
      Metric.gauge("hopwise_receive_queue_size_bytes", "Request bodies in memory.");
  static final Metric REQUEST_BYTES_MAX =
      Metric.gauge("hopwise_receive_queue_limit_bytes", "As receive.queue-bytes says.");
  static final Metric CHECKED =
      Metric.counter(
          "hopwise_exemplars_checked",
          "Published exemplars that the audit looked up in the store.");
  static final Metric DEAD =
      Metric.counter(
          "hopwise_exemplars_dead",
          "Of these, withdrawn because they lead nowhere: trace-missing, span-missing.",
          "reason");
  static final Metric CHECKS_FAILED =
      Metric.counter(
          "hopwise_exemplar_checks_failed", "Exemplars that the store could not be asked about.");
  static final Metric PUSH_SENT =
      Metric.counter("hopwise_push_sent_points", "Data points that a target took.", "target");
  static final Metric PUSH_DROPPED =
      Metric.counter(
          "hopwise_push_dropped_points",
          "Data points that did not reach a target.",
          "target",
          "reason");
  static final Metric PUSH_RETRIES =
      Metric.counter("hopwise_push_retries", "Attempts that had to be repeated.", "target");
  static final Metric PUSH_QUEUED =
      Metric.gauge("hopwise_push_queue_points", "Data points waiting or on the way.", "target");
  static final Metric PUSH_QUEUE_BYTES =
      Metric.gauge("hopwise_push_queue_size_bytes", "Their memory, roughly.", "target");
  static final Metric GC_PAUSES =
      Metric.histogram(
          "hopwise_gc_pause_seconds",
          "How long the garbage collector stopped the process, to the millisecond.",
          "collector");
  static final Metric HEAP_USED =
      Metric.gauge("hopwise_heap_used_bytes", "Of the JVM's heap, garbage included.");
  static final Metric HEAP_COMMITTED =
      Metric.gauge("hopwise_heap_committed_bytes", "What the JVM took of the system for it.");
  static final Metric HEAP_MAX = Metric.gauge("hopwise_heap_limit_bytes", "What it may take.");
  static final Metric THREADS = Metric.gauge("hopwise_threads", "Platform threads of the JVM.");

  /// In the order of the page.
  public static final List<Metric> ALL =
      List.of(
          STAGES,
          REQUEST_BYTES,
          REQUEST_BYTES_MAX,
          CHECKED,
          DEAD,
          CHECKS_FAILED,
          PUSH_SENT,
          PUSH_DROPPED,
          PUSH_RETRIES,
          PUSH_QUEUED,
          PUSH_QUEUE_BYTES,
          GC_PAUSES,
          HEAP_USED,
          HEAP_COMMITTED,
          HEAP_MAX,
          THREADS);

  private TelemetryMetrics() {}

  /// Writes all of them.
  public static void write(MetricSink to, TelemetrySnapshot snapshot) {
    to.head(STAGES);
    snapshot.stages().forEach((stage, times) -> to.histogram(STAGES, times, stage.key()));
    to.single(REQUEST_BYTES, snapshot.requestBytes());
    to.single(REQUEST_BYTES_MAX, snapshot.requestBytesMax());
    audit(to, snapshot.audit());
    if (!snapshot.push().isEmpty()) {
      push(to, snapshot.push());
    }
    to.head(GC_PAUSES);
    snapshot.gcPauses().forEach((name, pauses) -> to.histogram(GC_PAUSES, pauses, name));
    to.single(HEAP_USED, snapshot.heap().getUsed());
    to.single(HEAP_COMMITTED, snapshot.heap().getCommitted());
    to.single(HEAP_MAX, snapshot.heap().getMax());
    to.single(THREADS, snapshot.threads());
  }

  private static void audit(MetricSink to, AuditCounts audit) {
    to.single(CHECKED, audit.checked());
    to.head(DEAD);
    new TreeMap<>(audit.dead()).forEach((reason, count) -> to.sample(DEAD, count, reason.key()));
    to.single(CHECKS_FAILED, audit.failed());
  }

  private static void push(MetricSink to, Map<String, DeliveryStatus> push) {
    to.head(PUSH_SENT);
    push.forEach((target, status) -> to.sample(PUSH_SENT, status.sent(), target));
    to.head(PUSH_DROPPED);
    push.forEach((target, status) ->
        status
            .dropped()
            .forEach((reason, points) -> to.sample(PUSH_DROPPED, points, target, reason)));
    to.head(PUSH_RETRIES);
    push.forEach((target, status) -> to.sample(PUSH_RETRIES, status.retries(), target));
    to.head(PUSH_QUEUED);
    push.forEach((target, status) -> to.sample(PUSH_QUEUED, status.queuedItems(), target));
    to.head(PUSH_QUEUE_BYTES);
    push.forEach((target, status) -> to.sample(PUSH_QUEUE_BYTES, status.queuedBytes(), target));
  }
}
