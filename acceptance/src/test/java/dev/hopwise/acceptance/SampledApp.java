package dev.hopwise.acceptance;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/// Two services in one call path, each a process of its own under the OpenTelemetry Java agent.
///
/// `back` answers HTTP and prints its port. `front URL` reads numbers from its input, a line each;
/// calls `back` so many times, each in a trace of its own, and prints how many of them its sampler
/// kept. Both end when their input does, so that the agent exports what is queued.
final class SampledApp {

  private SampledApp() {}

  public static void main(String[] args) throws Exception {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (args[0].equals("back")) {
      back(input);
    } else {
      front(input, URI.create(args[1]));
    }
  }

  private static void back(BufferedReader input) throws IOException {
    Tracer tracer = GlobalOpenTelemetry.getTracer("acceptance");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/work",
        exchange -> {
          tracer.spanBuilder("work").startSpan().end();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    System.out.println(server.getAddress().getPort());
    while (input.readLine() != null) {
      // waits for the end
    }
    server.stop(0);
  }

  private static void front(BufferedReader input, URI back) throws Exception {
    Tracer tracer = GlobalOpenTelemetry.getTracer("acceptance");
    HttpRequest request = HttpRequest.newBuilder(back).build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        int kept = 0;
        for (int i = 0; i < Integer.parseInt(line); i++) {
          Span root = tracer.spanBuilder("front").setSpanKind(SpanKind.SERVER).startSpan();
          try (Scope _ = root.makeCurrent()) {
            client.send(request, HttpResponse.BodyHandlers.discarding());
          }
          root.end();
          kept += root.getSpanContext().isSampled() ? 1 : 0;
        }
        System.out.println(kept);
      }
    }
  }
}
