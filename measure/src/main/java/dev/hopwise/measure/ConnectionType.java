package dev.hopwise.measure;

/// What an edge of the service graph goes over, with the label value that Tempo gives it.
public enum ConnectionType {
  /// A call from one service to another.
  CALL(0, ""),
  /// A message.
  MESSAGING(1, "messaging_system"),
  /// A call to a database, seen from the caller only.
  DATABASE(2, "database"),
  /// One side sends no spans: it is named by an attribute of the other, or is `user`.
  VIRTUAL_NODE(3, "virtual_node");

  private final int number;
  private final String label;

  ConnectionType(int number, String label) {
    this.number = number;
    this.label = label;
  }

  /// A number of its own, from 0 to 7.
  int number() {
    return number;
  }

  /// The value of the label `connection_type`.
  public String label() {
    return label;
  }
}
