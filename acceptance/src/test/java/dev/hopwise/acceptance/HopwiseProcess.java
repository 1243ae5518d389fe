package dev.hopwise.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The packaged server as a process of its own, started as the launcher starts it, on free ports.
final class HopwiseProcess implements AutoCloseable {

  private static final Path ROOT = Path.of(System.getProperty("hopwise.root"));
  private static final Duration READY_MAX = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path dataDirectory;
  private final List<String> settings;
  private final int grpcPort = freePort();
  private final int httpPort = freePort();
  private final int uiPort = freePort();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;

  HopwiseProcess(Path dataDirectory, String... settings) throws Exception {
    this.dataDirectory = dataDirectory;
    this.settings = List.of(settings);
    start();
  }

  /// Starts it, again on the same ports and data.
  void start() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
    builder.environment().put("HOPWISE_NO_BUILD", "1");
    process = builder.start();
    long deadline = System.nanoTime() + READY_MAX.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new IllegalStateException("not ready; its log:\n" + Files.readString(log().toPath()));
      }
      Thread.sleep(50);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("hopwise").toString());
    command.addAll(List.of("serve", "--data", dataDirectory.toString()));
    set(command, "listen.grpc=127.0.0.1:" + grpcPort);
    set(command, "listen.http=127.0.0.1:" + httpPort);
    set(command, "listen.ui=127.0.0.1:" + uiPort);
    settings.forEach(setting -> set(command, setting));
    return command;
  }

  private static void set(List<String> command, String setting) {
    command.add("--set");
    command.add(setting);
  }

  /// SIGKILL: nothing of it gets a chance to clean up.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// SIGTERM, and waits for the end.
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  File log() {
    return new File(dataDirectory + ".log");
  }

  Path dataDirectory() {
    return dataDirectory;
  }

  String grpcEndpoint() {
    return "http://127.0.0.1:" + grpcPort;
  }

  String httpEndpoint() {
    return "http://127.0.0.1:" + httpPort;
  }

  String uiEndpoint() {
    return "http://127.0.0.1:" + uiPort;
  }

  /// Posts a body; the answer's status.
  int post(String path, String contentType, byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(httpEndpoint() + path))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /// A GET of the UI port.
  HttpResponse<String> get(String pathAndQuery) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(uiEndpoint() + pathAndQuery)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A GET of the UI port that must answer 200 with JSON.
  JsonNode json(String pathAndQuery) {
    HttpResponse<String> answer = get(pathAndQuery);
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          pathAndQuery + " answered " + answer.statusCode() + ": " + answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first page of a search.
  JsonNode search(String traceQl, int limit) {
    return json("/api/v1/search?limit=" + limit + "&q=" + encode(traceQl));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(Duration.ofSeconds(30))) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private boolean isReady() {
    try {
      return get("/readyz").statusCode() == 200;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
