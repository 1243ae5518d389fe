package dev.hopwise.analyze;

/// What kind of work a hop's time is.
public enum Layer {
  OWN_CODE("own code"),
  DATABASE("database"),
  CACHE("cache"),
  QUEUE_WAIT("queue wait"),
  AUTH("auth"),
  /// A call to something of our own that sent no SERVER span.
  INTERNAL_CALL("internal call"),
  EXTERNAL_API("external API"),
  /// Between a CLIENT span and its SERVER span: network, queueing before the handler, proxies.
  NETWORK_GAP("network gap");

  private final String text;

  Layer(String text) {
    this.text = text;
  }

  /// As the API spells it.
  public String text() {
    return text;
  }
}
