package dev.hopwise.analyze;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whom a call without a SERVER span reached, by both generations of semantic conventions: the
/// stable names first, then what they replaced.
final class Dependency {

  private static final Set<String> CACHES =
      Set.of("redis", "memcached", "valkey", "hazelcast", "ignite", "infinispan", "ehcache");

  /// No quantifier, so that no text can make it slow.
  private static final Pattern AUTH =
      Pattern.compile(
          "(?<![a-z])(auth(?!or)|oauth|oidc|sso(?![a-z])|login|keycloak|cognito|okta|jwks"
              + "|iam(?![a-z])|identity(?![a-z]))");

  private static final Pattern PRIVATE_ADDRESS =
      Pattern.compile(
          "(10|127|192\\.168|172\\.(1[6-9]|2[0-9]|3[01]))\\..*|[^.:]+|.*\\.(svc|local"
              + "|internal|cluster\\.local)|\\[?(::1|f[cd][0-9a-f]{2}:.*)");

  /// Longer addresses and paths are cut: they are names for people.
  private static final int TEXT_MAX = 200;

  private final Span span;
  private final Attributes attributes;

  private Dependency(Span span) {
    this.span = span;
    this.attributes = span.attributes();
  }

  /// What a CLIENT or PRODUCER span without a SERVER span is.
  static Component of(Span span) {
    return new Dependency(span).component();
  }

  /// Whether a CLIENT span without a SERVER span does not say whom it called.
  static boolean isNameless(Span span) {
    Dependency call = new Dependency(span);
    return span.kind() == SpanKind.CLIENT
        && !call.isDatabase()
        && !call.isMessaging()
        && call.peer() == null;
  }

  /// The call as people know it: `POST api.stripe.example /charges`, or the span's name where that
  /// says more.
  static String operation(Span span) {
    Dependency call = new Dependency(span);
    @Nullable String method = call.first("http.request.method", "http.method");
    @Nullable String host = call.peer();
    if (method == null || host == null || call.isDatabase()) {
      return span.name();
    }
    @Nullable String path = call.path();
    return cut(method + " " + host + (path == null ? "" : " " + path));
  }

  static boolean namesAuth(String text) {
    return AUTH.matcher(text.toLowerCase(Locale.ROOT)).find();
  }

  private Component component() {
    String caller = span.serviceName();
    if (isDatabase()) {
      @Nullable String system = first("db.system.name", "db.system");
      Layer layer =
          system != null && CACHES.contains(system.toLowerCase(Locale.ROOT))
              ? Layer.CACHE
              : Layer.DATABASE;
      String name =
          orElse(
              first("service.peer.name", "peer.service", "db.namespace", "db.name"),
              orElse(first("server.address", "net.peer.name"), orElse(system, span.name())));
      return new Component(HopKind.DATABASE, caller, cut(name), layer);
    }
    if (isMessaging()) {
      String name =
          orElse(
              first("messaging.destination.name", "messaging.destination"),
              orElse(first("messaging.system"), span.name()));
      return new Component(HopKind.QUEUE, caller, cut(name), Layer.QUEUE_WAIT);
    }
    @Nullable String peer = peer();
    String name = orElse(peer, orElse(first("rpc.service"), span.name()));
    return new Component(HopKind.EXTERNAL, caller, cut(name), layerOf(name, peer == null));
  }

  private Layer layerOf(String name, boolean nameless) {
    @Nullable String path = path();
    if (namesAuth(name) || (path != null && namesAuth(path))) {
      return Layer.AUTH;
    }
    return nameless || PRIVATE_ADDRESS.matcher(name.toLowerCase(Locale.ROOT)).matches()
        ? Layer.INTERNAL_CALL
        : Layer.EXTERNAL_API;
  }

  private boolean isDatabase() {
    return first("db.system.name", "db.system", "db.query.text", "db.statement") != null;
  }

  private boolean isMessaging() {
    return span.kind() == SpanKind.PRODUCER
        || first("messaging.system", "messaging.destination.name", "messaging.destination") != null;
  }

  private @Nullable String peer() {
    @Nullable String named =
        first("service.peer.name", "peer.service", "server.address", "net.peer.name", "http.host");
    if (named != null) {
      return named;
    }
    @Nullable String url = first("url.full", "http.url");
    @Nullable String host = url == null ? null : hostOf(url);
    return host == null ? first("network.peer.address", "net.peer.ip") : host;
  }

  /// The path as a template: whatever has a digit is taken for an id.
  private @Nullable String path() {
    @Nullable String template = first("url.template", "http.route");
    if (template != null) {
      return template;
    }
    @Nullable String url = first("url.full", "http.url");
    @Nullable String path = first("url.path", "http.target");
    if (path == null && url != null && url.contains("://")) {
      int from = url.indexOf('/', url.indexOf("://") + 3);
      path = from < 0 ? null : url.substring(from);
    }
    return path == null ? null : templated(cut(path));
  }

  private static String templated(String path) {
    int end = path.indexOf('?');
    StringBuilder out = new StringBuilder();
    for (String part : (end < 0 ? path : path.substring(0, end)).split("/", -1)) {
      boolean id = part.chars().anyMatch(c -> c >= '0' && c <= '9') && !part.matches("v[0-9]");
      out.append(out.isEmpty() && part.isEmpty() ? "" : "/").append(id ? "{id}" : part);
    }
    return out.isEmpty() ? "/" : out.toString();
  }

  private static @Nullable String hostOf(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return null;
    }
    int from = scheme + 3;
    int end = from;
    while (end < url.length() && "/?#:".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String host = url.substring(Math.max(from, url.lastIndexOf('@', end) + 1), end);
    return host.isEmpty() ? null : host;
  }

  private @Nullable String first(String... keys) {
    for (String key : keys) {
      if (attributes.get(key) instanceof AttributeValue.Text(String text) && !text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  private static String orElse(@Nullable String text, String fallback) {
    return text == null ? fallback : text;
  }

  private static String cut(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
  }
}
