package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real samplers in real SDKs, unmodified, told by the server what to sample: they follow within
/// one poll, and traces stay whole.
@Timeout(300)
class HeadSamplingTest {

  private static final Path ROOT = Path.of(System.getProperty("hopwise.root"));
  private static final int POLL_MILLIS = 500;
  private static final int SPANS_OF_A_TRACE = 4;

  /// After one poll; the rest is for machines that are busy with other things.
  private static final Duration ONE_POLL = Duration.ofMillis(POLL_MILLIS + 1_000);

  private final List<AutoCloseable> open = new ArrayList<>();
  private HeadServer server;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    server = keep(new HeadServer(directory));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void javaAgentsFollowWithinOnePollAndLeaveNoHoles() throws Exception {
    server.tell(Map.of("front", 0.5, "back", 0.1), Map.of());
    TalkingProcess back = agent("back", "sampling-grpc", "back");
    TalkingProcess front =
        agent("front", "grpc", "front", "http://127.0.0.1:" + back.line() + "/work");
    Thread.sleep(ONE_POLL);
    int kept = assertKeeps(front, 400, "", 0.5);
    server.tell(Map.of("front", 0.05, "back", 1.0), Map.of());
    Thread.sleep(ONE_POLL);
    kept += assertKeeps(front, 400, "", 0.05);
    server.tell(Map.of("front", 1.0, "back", 0.0), Map.of());
    Thread.sleep(ONE_POLL);
    kept += assertKeeps(front, 50, "", 1);
    server.tell(Map.of("front", 0.0, "back", 1.0), Map.of());
    Thread.sleep(ONE_POLL);
    kept += assertKeeps(front, 50, "", 0);
    assertWhole(kept);
  }

  @Test
  void javaAgentsReadOperationsAlsoWhereTheirProbabilityIsZero() throws Exception {
    server.tell(Map.of("front", 1.0), Map.of("front", 0.0, "other", 1.0));
    TalkingProcess back = agent("back", "sampling-grpc", "back");
    TalkingProcess front =
        agent("front", "grpc", "front", "http://127.0.0.1:" + back.line() + "/work");
    Thread.sleep(ONE_POLL);
    assertKeeps(front, 50, "", 0);
    server.tell(Map.of("front", 0.0), Map.of("other", 0.0, "front", 1.0));
    Thread.sleep(ONE_POLL);
    assertWhole(assertKeeps(front, 50, "", 1));
  }

  @Test
  void aWindowOnTheServiceBehindRaisesWhoStartsTheTraces() throws Exception {
    server.tell(Map.of("front", 0.5), Map.of());
    TalkingProcess back = agent("back", "sampling-grpc", "back");
    TalkingProcess front =
        agent("front", "grpc", "front", "http://127.0.0.1:" + back.line() + "/work");
    Thread.sleep(ONE_POLL);
    assertKeeps(front, 40, "", 0.5);
    server.openWindow("{ resource.service.name = \"back\" }", 1);
    Eventually.passes(Duration.ofSeconds(40), () -> assertKeeps(front, 20, "", 1));
    server.closeWindows();
    Thread.sleep(ONE_POLL);
    assertKeeps(front, 100, "", 0.5);
  }

  @Test
  void javaScriptFollowsWithinOnePoll() throws Exception {
    Path js = ROOT.resolve("acceptance/js");
    Process install =
        new ProcessBuilder("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund")
            .directory(js.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(install.waitFor()).isZero();
    server.tell(Map.of("js-shop", 0.3), Map.of());
    TalkingProcess script =
        keep(
            new TalkingProcess(
                js,
                Map.of(),
                List.of(
                    "node", "sample.mjs", server.url("sampling"), "js-shop", "" + POLL_MILLIS)));
    assertKeeps(script, 100, " work", 0);
    Thread.sleep(ONE_POLL);
    assertKeeps(script, 5_000, " work", 0.3);
    server.tell(Map.of("js-shop", 0.05), Map.of("rare", 1.0, "never", 0.0));
    Thread.sleep(ONE_POLL);
    assertKeeps(script, 5_000, " work", 0.05);
    assertKeeps(script, 200, " rare", 1);
    assertKeeps(script, 200, " never", 0);
    server.openWindow("{ rootServiceName = \"js-shop\" }", 0.8);
    Thread.sleep(ONE_POLL);
    assertKeeps(script, 5_000, " work", 0.8);
  }

  /// Within five standard deviations, which a right sampler misses once in two million times.
  private static int assertKeeps(
      TalkingProcess process, int count, String name, double probability) {
    int kept = Integer.parseInt(process.ask(count + name));
    double tolerance = 5 * Math.sqrt(count * probability * (1 - probability));
    assertThat((double) kept)
        .as(kept + " of " + count)
        .isBetween(count * probability - tolerance, count * probability + tolerance);
    return kept;
  }

  /// Every kept trace is there, with the spans of both services.
  private void assertWhole(int traces) throws Exception {
    Eventually.passes(
        Duration.ofSeconds(30),
        () -> {
          JsonNode found = server.json("/api/v1/search?limit=1000&q=%7B%7D").get("traces");
          assertThat(found).hasSize(traces);
          for (JsonNode trace : found) {
            assertThat(trace.get("rootService").asText()).isEqualTo("front");
            assertThat(trace.get("spanCount").asInt()).isEqualTo(SPANS_OF_A_TRACE);
            assertThat(trace.get("services")).hasSize(2);
          }
        });
  }

  private TalkingProcess agent(String service, String samplingPort, String... arguments)
      throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("OTEL_SERVICE_NAME", service);
    environment.put("OTEL_TRACES_SAMPLER", "parentbased_jaeger_remote");
    environment.put(
        "OTEL_TRACES_SAMPLER_ARG",
        "endpoint="
            + server.url(samplingPort)
            + ",pollingIntervalMs="
            + POLL_MILLIS
            + ",initialSamplingRate=0.001");
    environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", server.url("grpc"));
    environment.put("OTEL_METRICS_EXPORTER", "none");
    environment.put("OTEL_LOGS_EXPORTER", "none");
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "200");
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-javaagent:" + ROOT.resolve("demo/target/dist/agent/opentelemetry-javaagent.jar"),
                "-cp",
                System.getProperty("java.class.path"),
                SampledApp.class.getName()));
    command.addAll(List.of(arguments));
    return keep(new TalkingProcess(ROOT, environment, command));
  }

  private <T extends AutoCloseable> T keep(T each) {
    open.add(each);
    return each;
  }
}
