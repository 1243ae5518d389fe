package dev.hopwise.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hopwise.demo.shop.Address;
import dev.hopwise.demo.shop.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/// The fault switches over HTTP, on the loopback interface.
///
/// ```
/// GET  /faults                     [{name, on, description}]
/// POST /faults/{name}?on=true      {name, on, description}; on=false switches off
/// ```
public final class FaultsEndpoint implements AutoCloseable {
  private static final String PATH = "/faults";
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  private final Shop shop;
  private final HttpServer server;
  private final ObjectMapper mapper = new ObjectMapper();

  private FaultsEndpoint(Shop shop, HttpServer server) {
    this.shop = shop;
    this.server = server;
  }

  /// @param portBase 0 for a free port
  public static FaultsEndpoint start(Shop shop, int portBase) throws IOException {
    var bind =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Address.CONTROL.port(portBase));
    HttpServer server = HttpServer.create(bind, 0);
    FaultsEndpoint endpoint = new FaultsEndpoint(shop, server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(PATH, endpoint::handle);
    server.start();
    return endpoint;
  }

  /// `http://127.0.0.1:port/faults`
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String name = exchange.getRequestURI().getPath().substring(PATH.length()).replace("/", "");
      Optional<Fault> fault = Fault.of(name);
      if (name.isEmpty() && method.equals("GET")) {
        answer(exchange, OK, Arrays.stream(Fault.values()).map(this::state).toList());
      } else if (fault.isEmpty()) {
        answer(exchange, NOT_FOUND, error("no fault " + name + "; there are " + names()));
      } else if (method.equals("POST")) {
        turn(exchange, fault.get());
      } else {
        answer(exchange, NOT_ALLOWED, error("GET /faults or POST /faults/{name}?on=true|false"));
      }
    }
  }

  private void turn(HttpExchange exchange, Fault fault) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    if (query == null || !query.matches("on=(true|false)")) {
      answer(exchange, BAD_REQUEST, error("on: true or false expected, as ?on=true"));
      return;
    }
    shop.set(fault, query.endsWith("true"));
    answer(exchange, OK, state(fault));
  }

  private Map<String, Object> state(Fault fault) {
    return Map.of("name", fault.id(), "on", shop.isOn(fault), "description", fault.description());
  }

  private static List<String> names() {
    return Arrays.stream(Fault.values()).map(Fault::id).toList();
  }

  private static Map<String, Object> error(String message) {
    return Map.of("error", message);
  }

  private void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] json = mapper.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }
}
