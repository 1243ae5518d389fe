package dev.hopwise.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A real Prometheus with data of its own, on a free port.
final class PrometheusProcess implements AutoCloseable {

  private static final Duration READY_MAX = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String endpoint;
  private final Process process;

  /// One that scrapes each second.
  ///
  /// @param target host and port
  static PrometheusProcess scraping(Path folder, String target) throws Exception {
    return new PrometheusProcess(
        folder,
        """
        global: { scrape_interval: 1s, scrape_timeout: 1s }
        scrape_configs:
          - job_name: hopwise
            static_configs: [ { targets: [ '%s' ] } ]
        """
            .formatted(target),
        List.of());
  }

  /// One that is written to.
  static PrometheusProcess receiving(Path folder) throws Exception {
    return new PrometheusProcess(folder, "", List.of("--web.enable-remote-write-receiver"));
  }

  private PrometheusProcess(Path folder, String config, List<String> options) throws Exception {
    Files.createDirectories(folder);
    Path configFile = Files.writeString(folder.resolve("prometheus.yml"), config);
    String address = "127.0.0.1:" + HopwiseProcess.freePort();
    endpoint = "http://" + address;
    List<String> command =
        new ArrayList<>(
            List.of(
                "prometheus",
                "--config.file=" + configFile,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address,
                "--enable-feature=exemplar-storage,native-histograms"));
    command.addAll(options);
    File log = folder.resolve("prometheus.log").toFile();
    process = start(command, log);
    long deadline = System.nanoTime() + READY_MAX.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new AssertionError("Prometheus:\n" + Files.readString(log.toPath()));
      }
      Thread.sleep(50);
    }
  }

  private static Process start(List<String> command, File log) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    } catch (IOException e) {
      throw new AssertionError("Prometheus is not installed: apt-get install prometheus", e);
    }
  }

  String endpoint() {
    return endpoint;
  }

  /// The samples of an instant query.
  List<Sample> query(String promQl) throws Exception {
    JsonNode data = data("/api/v1/query?query=" + HopwiseProcess.encode(promQl));
    List<Sample> samples = new ArrayList<>();
    for (JsonNode each : data.get("result")) {
      samples.add(new Sample(each.get("metric"), each.at("/value/1").asDouble(Double.NaN)));
    }
    return samples;
  }

  /// The `data` of an answer that must be a success.
  JsonNode data(String pathAndQuery) throws Exception {
    HttpResponse<String> answer = get(pathAndQuery);
    JsonNode json = JSON.readTree(answer.body());
    if (answer.statusCode() != 200 || !json.at("/status").asText().equals("success")) {
      throw new AssertionError(pathAndQuery + ": " + answer.body());
    }
    return json.get("data");
  }

  /// @param value NaN for a histogram
  record Sample(JsonNode labels, double value) {
    String label(String name) {
      return labels.path(name).asText("");
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(endpoint + pathAndQuery)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
