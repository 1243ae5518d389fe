package dev.hopwise.server.exemplar;

/// Why an exemplar leads nowhere.
public enum DeadReason {
  /// The store has no span of its trace.
  TRACE_MISSING("trace-missing"),
  /// The store has the trace, without the exemplar's own span.
  SPAN_MISSING("span-missing");

  private final String key;

  DeadReason(String key) {
    this.key = key;
  }

  /// As it is shown.
  public String key() {
    return key;
  }
}
