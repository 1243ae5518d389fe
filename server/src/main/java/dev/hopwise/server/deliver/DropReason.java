package dev.hopwise.server.deliver;

/// Why something did not reach the other endpoint.
public enum DropReason {
  /// It came while as much was waiting as may.
  QUEUE_FULL("queue-full"),
  /// The receiver refused its request, in a way that no other try would change.
  REFUSED("refused"),
  /// The receiver took the request but not all that was in it.
  REJECTED("rejected"),
  /// No try was answered with success for too long.
  UNANSWERED("unanswered"),
  /// It was waiting when the server stopped.
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
