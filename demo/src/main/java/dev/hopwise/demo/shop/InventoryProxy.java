package dev.hopwise.demo.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/// Passes requests on to inventory, with their headers; while {@link Fault#BROKEN_PROPAGATION} is
/// on, without those of W3C trace context and baggage, as a proxy with a list of permitted headers
/// does.
final class InventoryProxy implements HttpHandler {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int BAD_GATEWAY = 502;
  private static final Set<String> CONTEXT = Set.of("traceparent", "tracestate", "baggage");
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Addresses addresses;
  private final Faults faults;

  InventoryProxy(Addresses addresses, Faults faults) {
    this.addresses = addresses;
    this.faults = faults;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<byte[]> answer = client.send(passedOn(exchange), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("content-type")
          .ifPresent(type -> exchange.getResponseHeaders().set("content-type", type));
      exchange.sendResponseHeaders(answer.statusCode(), lengthOf(answer.body()));
      exchange.getResponseBody().write(answer.body());
    } catch (IOException e) {
      exchange.sendResponseHeaders(BAD_GATEWAY, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest passedOn(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                addresses.http(Address.INVENTORY, exchange.getRequestURI().toString()))
            .timeout(TIMEOUT)
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (isPassedOn(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return request.build();
  }

  private boolean isPassedOn(String header) {
    boolean dropped = faults.on(Fault.BROKEN_PROPAGATION) && CONTEXT.contains(header);
    return !dropped && !OF_THE_CONNECTION.contains(header);
  }

  /// The JDK's server wants −1 for no body.
  private static long lengthOf(byte[] body) {
    return body.length == 0 ? -1 : body.length;
  }
}
