package dev.hopwise.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.Executors;

/// Zipkin's own page, Lens, as its release has it, at `/zipkin/` of a free port. What it asks goes
/// to a Hopwise as a web server in front would pass it on.
final class LensHost implements AutoCloseable {

  private static final String PREFIX = "/zipkin/";
  private static final String FILES = "/zipkin-lens/";
  private static final Map<String, String> TYPES =
      Map.of("js", "text/javascript", "css", "text/css", "html", "text/html");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final String hopwise;

  /// @param hopwise the address of its UI port
  LensHost(String hopwise) throws IOException {
    this.hopwise = hopwise;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(PREFIX, LensHost::answerFile);
    server.createContext(PREFIX + "api/", this::passOn);
    server.createContext(PREFIX + "config.json", this::passOn);
    server.start();
  }

  String page() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + PREFIX;
  }

  private void passOn(HttpExchange exchange) throws IOException {
    try {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(hopwise + exchange.getRequestURI())).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      String type = answer.headers().firstValue("content-type").orElse("");
      answer(exchange, answer.statusCode(), type, answer.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /// A path that is no file is a place within the page.
  private static void answerFile(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(PREFIX.length());
    String file = path.startsWith("static/") ? path : "index.html";
    try (InputStream in = LensHost.class.getResourceAsStream(FILES + file)) {
      if (in == null) {
        answer(exchange, 404, "text/plain", new byte[0]);
        return;
      }
      String extension = file.substring(file.lastIndexOf('.') + 1);
      String type = TYPES.getOrDefault(extension, "application/octet-stream");
      answer(exchange, 200, type, in.readAllBytes());
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
