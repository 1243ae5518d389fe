package dev.hopwise.demo.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Consumer;

/// The HTTP side of a service: Helidon on the loopback interface, a virtual thread per request. A
/// refusal is answered as `{"error": "why"}`.
final class Web {
  private Web() {}

  static void listen(Addresses addresses, Address own, Consumer<HttpRouting.Builder> routes) {
    var bind = addresses.toBind(own);
    WebServer server =
        WebServer.builder()
            .address(bind.getAddress())
            .port(bind.getPort())
            .shutdownHook(
                false) // the agent's hook is the one that matters, and the process ends anyway
            .routing(routing -> routes.accept(routing.error(HttpException.class, Web::refuse)))
            .build()
            .start();
    addresses.put(own, server.port());
  }

  static void send(ServerResponse response, Status status, JsonNode body) {
    response.headers().contentType(MediaTypes.APPLICATION_JSON);
    response.status(status).send(body.toString());
  }

  private static void refuse(ServerRequest request, ServerResponse response, HttpException reason) {
    Web.send(response, reason.status(), Json.object().put("error", reason.getMessage()));
  }
}
