package dev.hopwise.server.status;

import dev.hopwise.measure.Metric;
import dev.hopwise.measure.MetricSink;
import dev.hopwise.server.forward.ForwardStatus;
import java.util.List;
import java.util.Map;

/// What the server counts about itself: the balance, the journal, the store.
final class ServerMetrics {

  static final Metric RECEIVED =
      Metric.counter("hopwise_spans_received", "Spans seen in requests and the replayed journal.");
  static final Metric REFUSED =
      Metric.counter("hopwise_spans_refused", "Spans not accepted.", "reason");
  static final Metric SAMPLED_OUT =
      Metric.counter("hopwise_spans_sampled_out", "Spans accepted and not chosen.");
  static final Metric STORED = Metric.counter("hopwise_spans_stored", "Spans handed to the store.");
  static final Metric FAILED =
      Metric.counter("hopwise_spans_failed", "Spans accepted and lost to a fault.", "reason");
  static final Metric PENDING =
      Metric.gauge("hopwise_spans_pending", "Spans accepted and on the way.");
  static final Metric REPLAYED =
      Metric.counter(
          "hopwise_spans_replayed",
          "Of the received spans, those taken from the journal at the start.");
  static final Metric REQUESTS_REFUSED =
      Metric.counter("hopwise_requests_refused", "Whole requests turned away.", "fault");
  static final Metric JOURNAL_BYTES = Metric.gauge("hopwise_journal_size_bytes", "On disk.");
  static final Metric JOURNAL_UNRELEASED =
      Metric.gauge("hopwise_journal_unreleased_bytes", "Needed for recovery.");
  static final Metric JOURNAL_DAMAGED =
      Metric.counter("hopwise_journal_damaged_records", "Found while reading.");
  static final Metric STORE_SPANS = Metric.gauge("hopwise_store_spans", "In memory and files.");
  static final Metric STORE_HOT = Metric.gauge("hopwise_store_hot_spans", "In memory only.");
  static final Metric STORE_BYTES =
      Metric.gauge("hopwise_store_size_bytes", "On disk, indexes and metadata included.");
  static final Metric STORE_FILES = Metric.gauge("hopwise_store_files", "Committed data files.");
  static final Metric STORE_EXPIRED =
      Metric.counter("hopwise_store_expired_spans", "Given up by retention.");
  static final Metric BUFFER_TRACES =
      Metric.gauge("hopwise_sampling_buffered_traces", "Traces that wait for their decision.");
  static final Metric BUFFER_SPANS =
      Metric.gauge("hopwise_sampling_buffered_spans", "Their spans.");
  static final Metric BUFFER_BYTES =
      Metric.gauge("hopwise_sampling_buffer_size_bytes", "Memory that holds them.");
  static final Metric BUFFER_BYTES_MAX =
      Metric.gauge("hopwise_sampling_buffer_limit_bytes", "As decision.buffer-bytes says.");
  static final Metric DECISIONS =
      Metric.counter("hopwise_sampling_decisions", "By what made them fall.", "trigger");
  static final Metric TRACES_KEPT =
      Metric.counter("hopwise_sampling_kept_traces", "Traces that were decided to be kept.");
  static final Metric TRACES_DROPPED =
      Metric.counter("hopwise_sampling_dropped_traces", "Traces that were decided to be dropped.");
  static final Metric LATE_KEPT =
      Metric.counter("hopwise_sampling_late_kept_spans", "Spans that followed a decision to keep.");
  static final Metric LATE_DROPPED =
      Metric.counter(
          "hopwise_sampling_late_dropped_spans", "Spans that followed a decision to drop.");
  static final Metric LOG_DECISIONS =
      Metric.gauge("hopwise_decision_log_decisions", "Decisions that explain knows of.");
  static final Metric LOG_BYTES =
      Metric.gauge("hopwise_decision_log_size_bytes", "On disk, indexes included.");
  static final Metric LOG_LOST =
      Metric.counter("hopwise_decision_log_lost_decisions", "That could not be written.");
  static final Metric FORWARD_SENT =
      Metric.counter("hopwise_forward_sent_spans", "Spans that the other endpoint took.");
  static final Metric FORWARD_DROPPED =
      Metric.counter(
          "hopwise_forward_dropped_spans",
          "Spans that did not reach the other endpoint.",
          "reason");
  static final Metric FORWARD_RETRIES =
      Metric.counter("hopwise_forward_retries", "Attempts that had to be repeated.");
  static final Metric FORWARD_QUEUED =
      Metric.gauge("hopwise_forward_queue_spans", "Spans waiting or on the way.");
  static final Metric FORWARD_QUEUE_BYTES =
      Metric.gauge("hopwise_forward_queue_size_bytes", "The same, before compression.");
  static final Metric ROLLUP_BYTES = Metric.gauge("hopwise_rollup_size_bytes", "On disk.");
  static final Metric ROLLUP_LOST =
      Metric.counter(
          "hopwise_rollup_lost_cuts",
          "Cuts of ten seconds that could not be written for too long.");
  static final Metric ROLLUP_DAMAGED =
      Metric.counter("hopwise_rollup_damaged_blocks", "Found while reading.");
  static final Metric LEDGER_KEYS =
      Metric.gauge("hopwise_ledger_keys", "Attribute keys counted one by one, of all services.");
  static final Metric LEDGER_SPANS =
      Metric.counter("hopwise_ledger_spans", "Spans that the attribute ledger has seen.");
  static final Metric LEDGER_INSPECTED =
      Metric.counter("hopwise_ledger_inspected_spans", "Of these, those it has looked into.");
  static final Metric LEDGER_OVERFLOW =
      Metric.counter(
          "hopwise_ledger_overflow_attributes",
          "Attributes counted under the overflow key (other), for want of room; about.");
  static final Metric LEDGER_BYTES =
      Metric.gauge("hopwise_ledger_size_bytes", "Memory of the attribute ledger, about.");
  static final Metric LEDGER_FLAGGED =
      Metric.gauge(
          "hopwise_ledger_flagged_keys",
          "1 for each attribute that stands out; see /api/v1/ledger. At most 100.",
          "service",
          "scope",
          "key",
          "flag");
  static final Metric ATTRIBUTES_EDITED =
      Metric.counter(
          "hopwise_attributes_edited",
          "Attributes that the policy dropped or hashed at ingest.",
          "key",
          "action");
  static final Metric UPTIME =
      Metric.gauge("hopwise_uptime_seconds", "Since the server was started.");

  /// In the order of the page.
  static final List<Metric> ALL =
      List.of(
          RECEIVED,
          REFUSED,
          SAMPLED_OUT,
          STORED,
          FAILED,
          PENDING,
          REPLAYED,
          REQUESTS_REFUSED,
          JOURNAL_BYTES,
          JOURNAL_UNRELEASED,
          JOURNAL_DAMAGED,
          STORE_SPANS,
          STORE_HOT,
          STORE_BYTES,
          STORE_FILES,
          STORE_EXPIRED,
          BUFFER_TRACES,
          BUFFER_SPANS,
          BUFFER_BYTES,
          BUFFER_BYTES_MAX,
          DECISIONS,
          TRACES_KEPT,
          TRACES_DROPPED,
          LATE_KEPT,
          LATE_DROPPED,
          LOG_DECISIONS,
          LOG_BYTES,
          LOG_LOST,
          FORWARD_SENT,
          FORWARD_DROPPED,
          FORWARD_RETRIES,
          FORWARD_QUEUED,
          FORWARD_QUEUE_BYTES,
          ROLLUP_BYTES,
          ROLLUP_LOST,
          ROLLUP_DAMAGED,
          LEDGER_KEYS,
          LEDGER_SPANS,
          LEDGER_INSPECTED,
          LEDGER_OVERFLOW,
          LEDGER_BYTES,
          LEDGER_FLAGGED,
          ATTRIBUTES_EDITED,
          UPTIME);

  private ServerMetrics() {}

  /// Writes all of them.
  static void write(MetricSink text, StatusSnapshot status) {
    balance(text, status);
    StatusSnapshot.JournalPart journal = status.journal();
    text.single(JOURNAL_BYTES, journal.bytes());
    text.single(JOURNAL_UNRELEASED, journal.unreleasedBytes());
    text.single(JOURNAL_DAMAGED, journal.damagedRecords());
    StatusSnapshot.StorePart store = status.store();
    text.single(STORE_SPANS, store.spans());
    text.single(STORE_HOT, store.hotSpans());
    text.single(STORE_BYTES, store.bytes());
    text.single(STORE_FILES, store.files());
    text.single(STORE_EXPIRED, store.expiredSpans());
    if (status.sampling() != null) {
      sampling(text, status.sampling());
    }
    if (status.forward() != null) {
      forward(text, status.forward());
    }
    text.single(ROLLUP_BYTES, status.rollups().bytes());
    text.single(ROLLUP_LOST, status.rollups().lostCuts());
    text.single(ROLLUP_DAMAGED, status.rollups().damagedBlocks());
    ledger(text, status.ledger());
    text.single(UPTIME, status.uptimeSeconds());
  }

  /// Not while the journal is replayed.
  private static void sampling(MetricSink text, SamplingStatus sampling) {
    text.single(BUFFER_TRACES, sampling.bufferedTraces());
    text.single(BUFFER_SPANS, sampling.bufferedSpans());
    text.single(BUFFER_BYTES, sampling.bufferBytes());
    text.single(BUFFER_BYTES_MAX, sampling.bufferBytesMax());
    each(text, DECISIONS, sampling.decisions());
    text.single(TRACES_KEPT, sampling.keptTraces());
    text.single(TRACES_DROPPED, sampling.droppedTraces());
    text.single(LATE_KEPT, sampling.lateKeptSpans());
    text.single(LATE_DROPPED, sampling.lateDroppedSpans());
    if (sampling.log() != null) {
      text.single(LOG_DECISIONS, sampling.log().decisions());
      text.single(LOG_BYTES, sampling.log().bytes());
      text.single(LOG_LOST, sampling.log().lost());
    }
  }

  /// Only where something is sent on.
  private static void forward(MetricSink text, ForwardStatus forward) {
    text.single(FORWARD_SENT, forward.sent());
    each(text, FORWARD_DROPPED, forward.dropped());
    text.single(FORWARD_RETRIES, forward.retries());
    text.single(FORWARD_QUEUED, forward.queuedSpans());
    text.single(FORWARD_QUEUE_BYTES, forward.queuedBytes());
  }

  private static void ledger(MetricSink text, LedgerPart ledger) {
    text.single(LEDGER_KEYS, ledger.keys());
    text.single(LEDGER_SPANS, ledger.spans());
    text.single(LEDGER_INSPECTED, ledger.inspectedSpans());
    text.single(LEDGER_OVERFLOW, ledger.overflowAttributes());
    text.single(LEDGER_BYTES, ledger.bytes());
    text.head(LEDGER_FLAGGED);
    ledger
        .flagged()
        .forEach(key ->
            key.flags()
                .forEach(flag ->
                    text.sample(LEDGER_FLAGGED, 1, key.service(), key.scope(), key.key(), flag)));
    text.head(ATTRIBUTES_EDITED);
    ledger
        .edited()
        .forEach(each -> text.sample(ATTRIBUTES_EDITED, each.count(), each.key(), each.action()));
  }

  private static void balance(MetricSink text, StatusSnapshot status) {
    StatusSnapshot.BalancePart balance = status.balance();
    text.single(RECEIVED, balance.received());
    each(text, REFUSED, balance.refused());
    text.single(SAMPLED_OUT, balance.sampledOut());
    text.single(STORED, balance.stored());
    each(text, FAILED, balance.failed());
    text.single(PENDING, balance.pending());
    text.single(REPLAYED, status.replayedSpans());
    each(text, REQUESTS_REFUSED, status.refusedRequests());
  }

  private static void each(MetricSink text, Metric metric, Map<String, Long> values) {
    text.head(metric);
    values.forEach((key, value) -> text.sample(metric, value, key));
  }
}
