package dev.hopwise.server.status;

import java.util.Map;

/// The server's own figures in OpenMetrics 1.0 text.
final class MetricsPage {

  static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  private MetricsPage() {}

  static String of(StatusSnapshot status) {
    MetricsPage page = new MetricsPage();
    page.balance(status);
    page.journal(status.journal());
    page.store(status.store());
    page.gauge("hopwise_uptime_seconds", "Since the server was started.", status.uptimeSeconds());
    return page.text.append("# EOF\n").toString();
  }

  private void balance(StatusSnapshot status) {
    StatusSnapshot.BalancePart balance = status.balance();
    counter(
        "hopwise_spans_received",
        "Spans seen in requests and in the replayed journal.",
        balance.received());
    counter("hopwise_spans_refused", "Spans not accepted.", "reason", balance.refused());
    counter("hopwise_spans_sampled_out", "Spans accepted and not chosen.", balance.sampledOut());
    counter("hopwise_spans_stored", "Spans handed to the store.", balance.stored());
    counter(
        "hopwise_spans_failed", "Spans accepted and lost to a fault.", "reason", balance.failed());
    gauge("hopwise_spans_pending", "Spans accepted and on the way.", balance.pending());
    counter(
        "hopwise_spans_replayed",
        "Of the received spans, those taken from the journal at the start.",
        status.replayedSpans());
    counter(
        "hopwise_requests_refused",
        "Whole requests turned away.",
        "fault",
        status.refusedRequests());
  }

  private void journal(StatusSnapshot.JournalPart journal) {
    gauge("hopwise_journal_size_bytes", "On disk.", journal.bytes());
    gauge("hopwise_journal_unreleased_bytes", "Needed for recovery.", journal.unreleasedBytes());
    counter("hopwise_journal_damaged_records", "Found while reading.", journal.damagedRecords());
  }

  private void store(StatusSnapshot.StorePart store) {
    gauge("hopwise_store_spans", "In memory and files.", store.spans());
    gauge("hopwise_store_hot_spans", "In memory only.", store.hotSpans());
    gauge("hopwise_store_size_bytes", "On disk, indexes and metadata included.", store.bytes());
    gauge("hopwise_store_files", "Committed data files.", store.files());
    counter("hopwise_store_expired_spans", "Given up by retention.", store.expiredSpans());
  }

  private void gauge(String name, String help, long value) {
    head(name, "gauge", help);
    text.append(name).append(' ').append(value).append('\n');
  }

  private void counter(String name, String help, long value) {
    head(name, "counter", help);
    text.append(name).append("_total ").append(value).append('\n');
  }

  /// The labels are our own constants and need no escaping.
  private void counter(String name, String help, String label, Map<String, Long> values) {
    head(name, "counter", help);
    values.forEach((key, value) ->
        text.append(name)
            .append("_total{")
            .append(label)
            .append("=\"")
            .append(key)
            .append("\"} ")
            .append(value)
            .append('\n'));
  }

  private void head(String name, String type, String help) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
  }
}
