package dev.hopwise.simulate;

import dev.hopwise.model.Attributes;
import dev.hopwise.model.SpanKind;
import java.util.UUID;

/// Name and attributes of a span, as instrumentation of its service's generation writes them.
final class Wording {

  private static final int HTTP_PORT = 8080;
  private static final int ITEMS = 200_000;
  private static final long POSITIVE = Long.MAX_VALUE;
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0"
          + " Safari/537.36";

  private final Topology.Index index;

  Wording(Topology.Index index) {
    this.index = index;
  }

  /// What a span says.
  record Said(String name, Attributes attributes) {}

  /// @param tenant of the request
  Said of(Visit visit, String tenant) {
    Words words = new Words(visit.place().service().conventions());
    String name =
        switch (visit.subject()) {
          case Endpoint endpoint -> served(words, endpoint, visit);
          case Step.Call call -> called(words, index.endpoint(call.endpoint()), visit);
          case Step.Query query -> query(words, query);
          case Step.Lookup lookup -> lookup(words, lookup, visit);
          case Step.Outside outside -> outside(words, outside, visit);
          case Step.Publish publish -> message(words, publish, visit);
          case Step.Local local -> local.name();
          case Step.Work _, Step.Parallel _, Step.Repeat _, Step.Sometimes _, Step.Tolerate _ ->
              throw new IllegalStateException("has no span: " + visit.subject());
        };
    if (visit.kind() == SpanKind.SERVER || visit.kind() == SpanKind.CONSUMER) {
      words.put("tenant.id", tenant);
    }
    if (visit.error() != null) {
      words.putStable("error.type", visit.error());
    }
    return new Said(name, words.attributes());
  }

  private static String served(Words words, Endpoint endpoint, Visit visit) {
    if (endpoint.protocol() == Endpoint.Protocol.GRPC) {
      return rpc(words, endpoint.name(), visit);
    }
    String route = route(endpoint);
    words
        .put("http.request.method", "http.method", method(endpoint))
        .put("http.route", route)
        .put("url.path", "http.target", path(route, visit.salt()))
        .put("url.scheme", "http.scheme", "http")
        .put("server.address", "net.host.name", address(endpoint.service()));
    status(words, visit, 500);
    if (visit.position().parentSpanId() == 0) {
      words.put("user_agent.original", "http.user_agent", BROWSER);
      words.put("enduser.id", "u-" + (visit.salt() & POSITIVE) % ITEMS);
    }
    return endpoint.name();
  }

  private static String called(Words words, Endpoint endpoint, Visit visit) {
    String host = address(endpoint.service());
    words.put("server.address", "net.peer.name", host);
    words.put("server.port", "net.peer.port", HTTP_PORT);
    if (endpoint.protocol() == Endpoint.Protocol.GRPC) {
      return rpc(words, endpoint.name(), visit);
    }
    String url = "http://" + host + ":" + HTTP_PORT + path(route(endpoint), visit.salt());
    return request(words, method(endpoint), url, visit);
  }

  private static String outside(Words words, Step.Outside outside, Visit visit) {
    words.put("server.address", "net.peer.name", outside.host());
    words.put("server.port", "net.peer.port", 443);
    String url = "https://" + outside.host() + path(outside.path(), visit.salt());
    if (visit.attempt() > 0 && words.stable()) {
      words.put("http.request.resend_count", visit.attempt());
    }
    return request(words, outside.method(), url, visit);
  }

  private static String request(Words words, String method, String url, Visit visit) {
    words.put("http.request.method", "http.method", method).put("url.full", "http.url", url);
    status(words, visit, 503);
    return words.stable() ? method : "HTTP " + method;
  }

  /// A status arrives unless the connection was refused.
  private static void status(Words words, Visit visit, int otherwise) {
    String error = visit.error();
    long code = otherwise;
    if (error == null) {
      code = 200;
    } else if (error.matches("[45][0-9]{2}")) {
      code = Long.parseLong(error);
    }
    words.put("http.response.status_code", "http.status_code", code);
  }

  private static String rpc(Words words, String name, Visit visit) {
    int slash = name.indexOf('/');
    words
        .put("rpc.system", "grpc")
        .put("rpc.service", name.substring(0, slash))
        .put("rpc.method", name.substring(slash + 1))
        .put("rpc.grpc.status_code", visit.error() == null ? 0 : 14);
    return name;
  }

  private static String query(Words words, Step.Query query) {
    String text =
        switch (query.operation()) {
          case "INSERT" -> "INSERT INTO " + query.table() + " (id, tenant, body) VALUES (?, ?, ?)";
          case "UPDATE" -> "UPDATE " + query.table() + " SET body = ? WHERE id = ?";
          default -> "SELECT * FROM " + query.table() + " WHERE tenant = ? AND id = ?";
        };
    words
        .put("db.system.name", "db.system", query.system())
        .put("db.namespace", "db.name", query.database())
        .put("db.operation.name", "db.operation", query.operation())
        .put("db.collection.name", "db.sql.table", query.table())
        .put("db.query.text", "db.statement", text)
        .put("server.address", "net.peer.name", address(query.database()))
        .put("server.port", "net.peer.port", query.system().equals("mysql") ? 3306 : 5432);
    String table = words.stable() ? query.table() : query.database() + "." + query.table();
    return query.operation() + " " + table;
  }

  private static String lookup(Words words, Step.Lookup lookup, Visit visit) {
    words
        .put("db.system.name", "db.system", "redis")
        .put("db.namespace", "db.name", lookup.cache())
        .put("db.operation.name", "db.operation", "GET")
        .put("db.query.text", "db.statement", "GET key:" + (visit.salt() & POSITIVE) % ITEMS)
        .put("server.address", "net.peer.name", address(lookup.cache()))
        .put("server.port", "net.peer.port", 6379);
    return "GET";
  }

  private static String message(Words words, Step.Publish publish, Visit visit) {
    boolean sends = visit.kind() == SpanKind.PRODUCER;
    words
        .put("messaging.system", publish.system())
        .put("messaging.destination.name", "messaging.destination", publish.queue())
        .put("messaging.operation.type", "messaging.operation", sends ? "send" : "process")
        .put("messaging.message.id", "messaging.message_id", unique(visit.salt()));
    String verb = sends ? "send" : "process";
    return words.stable() ? verb + " " + publish.queue() : publish.queue() + " " + verb;
  }

  /// A value that never repeats.
  static String unique(long salt) {
    return new UUID(salt, Dice.mix(salt)).toString();
  }

  private static String address(String name) {
    return name + ".shop.svc.cluster.local";
  }

  private static String method(Endpoint endpoint) {
    return endpoint.name().substring(0, endpoint.name().indexOf(' '));
  }

  private static String route(Endpoint endpoint) {
    return endpoint.name().substring(endpoint.name().indexOf(' ') + 1);
  }

  private static String path(String route, long salt) {
    return route.replace("{id}", Long.toString((salt & POSITIVE) % ITEMS));
  }
}
