package dev.hopwise.server.config;

/// Where a listener binds.
///
/// @param host a name or an IP address; IPv6 without brackets
/// @param port 0 to 65535; 0 picks a free one
public record Address(String host, int port) {

  private static final int PORT_MAX = 65535;

  /// Reads `host:port`, IPv6 as `[::1]:4317`.
  static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("expected host:port such as 127.0.0.1:4317");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address stands in brackets, as [::1]:4317");
    }
    return new Address(host, port(text.substring(colon + 1)));
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException e) {
      // falls through: the same advice serves both
    }
    throw new IllegalArgumentException("port '" + text + "' is not within 0 to " + PORT_MAX);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
