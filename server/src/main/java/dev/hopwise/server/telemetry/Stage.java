package dev.hopwise.server.telemetry;

/// What the server does with spans and questions, one after the other.
public enum Stage {
  /// From the head of a request with spans to its answer.
  RECEIVE("receive"),
  /// From the end of a trace, by its senders' clocks, to its decision.
  DECISION("decision"),
  /// From the head of a question to the end of its answer.
  QUERY("query"),
  /// Writing the spans in memory to files.
  SEAL("seal"),
  /// Making the table know the files.
  COMMIT("commit");

  private final String key;

  Stage(String key) {
    this.key = key;
  }

  /// As it is shown.
  String key() {
    return key;
  }
}
