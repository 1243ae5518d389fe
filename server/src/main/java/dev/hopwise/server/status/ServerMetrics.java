package dev.hopwise.server.status;

import dev.hopwise.measure.Metric;
import dev.hopwise.measure.MetricText;
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
          FORWARD_SENT,
          FORWARD_DROPPED,
          FORWARD_RETRIES,
          FORWARD_QUEUED,
          FORWARD_QUEUE_BYTES,
          UPTIME);

  private ServerMetrics() {}

  /// Writes all of them.
  static void write(MetricText text, StatusSnapshot status) {
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
    if (status.forward() != null) {
      forward(text, status.forward());
    }
    text.single(UPTIME, status.uptimeSeconds());
  }

  /// Only where something is sent on.
  private static void forward(MetricText text, ForwardStatus forward) {
    text.single(FORWARD_SENT, forward.sent());
    each(text, FORWARD_DROPPED, forward.dropped());
    text.single(FORWARD_RETRIES, forward.retries());
    text.single(FORWARD_QUEUED, forward.queuedSpans());
    text.single(FORWARD_QUEUE_BYTES, forward.queuedBytes());
  }

  private static void balance(MetricText text, StatusSnapshot status) {
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

  private static void each(MetricText text, Metric metric, Map<String, Long> values) {
    text.head(metric);
    values.forEach((key, value) -> text.sample(metric, value, key));
  }
}
