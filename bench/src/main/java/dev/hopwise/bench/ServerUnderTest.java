package dev.hopwise.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A Hopwise process of our own, on free ports of the loopback address.
final class ServerUnderTest implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofSeconds(60);

  /// Read by the launcher.
  private static final String JAVA_OPTIONS = "HOPWISE_JAVA_OPTS";

  private final Process process;
  private final int otlpPort;
  private final int uiPort;
  private final double readySeconds;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// @param launcher the `hopwise` script; it replaces itself by the JVM, so that the process id is
  ///   the server's
  ServerUnderTest(Path launcher, Path dataDirectory, List<String> settings)
      throws IOException, InterruptedException {
    this(List.of(launcher.toString()), dataDirectory, settings, "");
  }

  /// @param launcher may begin with a command that starts another, such as `taskset`
  /// @param javaOptions further options of its JVM
  ServerUnderTest(
      List<String> launcher, Path dataDirectory, List<String> settings, String javaOptions)
      throws IOException, InterruptedException {
    otlpPort = freePort();
    uiPort = freePort();
    List<String> command = new ArrayList<>(launcher);
    command.addAll(List.of("serve", "--data", dataDirectory.toString()));
    set(command, "listen.grpc=127.0.0.1:0");
    set(command, "listen.http=127.0.0.1:" + otlpPort);
    set(command, "listen.ui=127.0.0.1:" + uiPort);
    settings.forEach(setting -> set(command, setting));
    long start = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(new java.io.File(dataDirectory + ".log")));
    builder
        .environment()
        .merge(JAVA_OPTIONS, javaOptions, (given, more) -> (given + " " + more).strip());
    process = builder.start();
    awaitReady(start);
    readySeconds = (System.nanoTime() - start) / 1e9;
  }

  ServerProbe probe() {
    return new ServerProbe(process.pid());
  }

  /// From starting the process to `/readyz` answering 200.
  double readySeconds() {
    return readySeconds;
  }

  URI traces() {
    return URI.create("http://127.0.0.1:" + otlpPort + "/v1/traces");
  }

  URI ui(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + uiPort + pathAndQuery);
  }

  /// The answer's body; fails on any status but those given.
  String get(String pathAndQuery, int... statuses) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(ui(pathAndQuery)).build(), HttpResponse.BodyHandlers.ofString());
    for (int status : statuses.length == 0 ? new int[] {200} : statuses) {
      if (answer.statusCode() == status) {
        return answer.body();
      }
    }
    throw new IOException(pathAndQuery + " answered " + answer.statusCode() + ": " + answer.body());
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(Duration.ofSeconds(60))) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady(long start) throws IOException, InterruptedException {
    while (System.nanoTime() - start < START_MAX.toNanos()) {
      if (!process.isAlive()) {
        throw new IOException("the server ended with " + process.exitValue());
      }
      try {
        get("/readyz");
        return;
      } catch (IOException _) {
        Thread.sleep(20);
      }
    }
    close();
    throw new IOException("the server was not ready within " + START_MAX);
  }

  private static void set(List<String> command, String setting) {
    command.add("--set");
    command.add(setting);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
