package dev.hopwise.demo.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Executors;

/// What the shop does not own and nobody traces: the card network, the carrier, and the proxy in
/// front of inventory.
final class Outside implements Part {
  private static final int CREATED = 201;
  private static final int PAYMENT_REQUIRED = 402;
  private static final int UNAVAILABLE = 503;

  private final Addresses addresses;
  private final Faults faults;

  Outside(Addresses addresses, Faults faults) {
    this.addresses = addresses;
    this.faults = faults;
  }

  @Override
  public void listen() throws IOException {
    serve(Address.CARD_NETWORK, this::authorize);
    serve(Address.CARRIER, Outside::label);
    serve(Address.INVENTORY_PROXY, new InventoryProxy(addresses, faults));
  }

  private void serve(Address address, HttpHandler handler) throws IOException {
    HttpServer server = HttpServer.create(addresses.toBind(address), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", handler);
    server.start();
    addresses.put(address, server.getAddress().getPort());
  }

  /// Declines two cards in a hundred, and is out of order for three calls in a thousand.
  private void authorize(HttpExchange exchange) throws IOException {
    Work.await(35, 0.45);
    if (faults.on(Fault.SLOW_EXTERNAL_API)) {
      Work.await(600, 0.3);
    }
    if (Work.chance(0.02)) {
      answer(exchange, PAYMENT_REQUIRED, "{\"error\":\"card declined\"}");
    } else if (Work.chance(0.003)) {
      answer(exchange, UNAVAILABLE, "{\"error\":\"try later\"}");
    } else {
      answer(exchange, CREATED, "{\"authorization\":\"" + UUID.randomUUID() + "\"}");
    }
  }

  private static void label(HttpExchange exchange) throws IOException {
    Work.await(25, 0.6);
    answer(exchange, CREATED, "{\"label\":\"" + UUID.randomUUID() + "\"}");
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
