package dev.hopwise.server.forward;

/// Why spans did not reach the other endpoint.
enum DropReason {
  /// They arrived while `forward.queue-bytes` were waiting.
  QUEUE_FULL("queue-full"),
  /// The receiver refused their request, in a way that no other try would change.
  REFUSED("refused"),
  /// The receiver took the request but not all its spans.
  REJECTED("rejected"),
  /// No try in five minutes was answered with success.
  UNANSWERED("unanswered"),
  /// They were waiting when the server stopped.
  STOPPED("stopped");

  private final String key;

  DropReason(String key) {
    this.key = key;
  }

  /// As it is shown.
  String key() {
    return key;
  }
}
