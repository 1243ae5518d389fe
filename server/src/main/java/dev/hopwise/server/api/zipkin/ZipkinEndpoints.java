package dev.hopwise.server.api.zipkin;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a span ran and whom it talked to, in Zipkin's words.
///
/// The attributes that our receiver makes of Zipkin's endpoints (`net.host.…`, `peer.service`,
/// `net.peer.…`) become endpoints again and are no tags then. Otherwise the remote one is the first
/// that there is of the OpenTelemetry specification's list ("Zipkin", "Remote endpoint"), and its
/// attribute stays a tag: on a span that calls, of all of them; on others only those that are about
/// the peer in any case, since `server.address` is the span's own there.
final class ZipkinEndpoints {

  /// The specification's order.
  static final List<String> RANKED =
      List.of(
          "peer.service",
          "server.address",
          "net.peer.name",
          "network.peer.address",
          "server.socket.domain",
          "server.socket.address",
          "net.sock.peer.name",
          "net.sock.peer.addr",
          "peer.hostname",
          "peer.address",
          "db.name");

  private static final List<String> OF_PEER =
      List.of("network.peer.address", "net.sock.peer.name", "net.sock.peer.addr");

  private static final Map<String, String> PORTS =
      Map.of(
          "server.address", "server.port",
          "net.peer.name", "net.peer.port",
          "network.peer.address", "network.peer.port",
          "server.socket.address", "server.socket.port",
          "net.sock.peer.addr", "net.sock.peer.port");

  private static final int PORT_MAX = 65_535;
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  /// @param ip empty when there is none
  /// @param port zero when there is none
  record Endpoint(String serviceName, String ip, int port) {
    static final Endpoint NONE = new Endpoint("", "", 0);

    boolean isIpv4() {
      return IPV4.matcher(ip).matches();
    }
  }

  private final Span span;
  private final Set<String> used = new HashSet<>();
  private final Endpoint local;
  private final Endpoint remote;

  ZipkinEndpoints(Span span) {
    this.span = span;
    @Nullable String service = span.resource().attributes().text(Resource.SERVICE_NAME);
    local = new Endpoint(service == null ? "" : service, ip("net.host.ip"), port("net.host.port"));
    remote = remoteEndpoint();
  }

  Endpoint local() {
    return local;
  }

  Endpoint remote() {
    return remote;
  }

  /// The keys of attributes that an endpoint says already.
  Set<String> used() {
    return used;
  }

  static boolean isIp(String text) {
    return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
  }

  private Endpoint remoteEndpoint() {
    String service = text("peer.service");
    String ip = ip("net.peer.ip");
    if (!service.isEmpty() || !ip.isEmpty()) {
      if (!service.isEmpty()) {
        used.add("peer.service");
      }
      return new Endpoint(service, ip, port("net.peer.port"));
    }
    boolean calls = span.kind() == SpanKind.CLIENT || span.kind() == SpanKind.PRODUCER;
    for (String key : calls ? RANKED : OF_PEER) {
      String value = text(key);
      if (isIp(value)) {
        return new Endpoint("", value, number(PORTS.getOrDefault(key, "")));
      }
      if (!value.isEmpty()) {
        return new Endpoint(value, "", 0);
      }
    }
    return Endpoint.NONE;
  }

  private String text(String key) {
    @Nullable String text = span.attributes().text(key);
    return text == null ? "" : text;
  }

  private String ip(String key) {
    String text = text(key);
    if (!isIp(text)) {
      return "";
    }
    used.add(key);
    return text;
  }

  private int port(String key) {
    int port = number(key);
    if (port != 0) {
      used.add(key);
    }
    return port;
  }

  private int number(String key) {
    return span.attributes().get(key) instanceof AttributeValue.Int(long port)
            && port > 0
            && port <= PORT_MAX
        ? (int) port
        : 0;
  }
}
