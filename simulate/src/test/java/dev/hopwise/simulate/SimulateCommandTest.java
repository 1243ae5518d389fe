package dev.hopwise.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {}

  private static Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    SimulateCommand command =
        new SimulateCommand(new PrintStream(out, true), new PrintStream(err, true));
    int code = new CommandLine(command).execute(arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void listsEveryScenarioWithItsDescription() {
    Result result = run("--list");
    assertThat(result.code()).isZero();
    for (Scenario scenario : Scenarios.all()) {
      assertThat(result.out()).contains(scenario.name()).contains(scenario.description());
    }
  }

  @Test
  void refusesWhatItDoesNotKnowByItsName() {
    assertThat(run("--scenario", "nothing").err()).contains("--scenario nothing", "--list");
    assertThat(run("--rate", "0").err()).contains("--rate 0");
    assertThat(run("--duration", "soon").err()).contains("--duration soon");
    assertThat(run("--to", "somewhere").err()).contains("--to somewhere");
    assertThat(run("--out", "x", "--format", "xml").err()).contains("--format xml");
    assertThat(run("--out", "x", "--start", "now").err()).contains("--start now");
    assertThat(run("--scenario", "nothing").code()).isEqualTo(2);
  }

  @Test
  void saysThatNoServerAnswers() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Result result = run("--duration", "1s", "--rate", "50", "--to", "http://127.0.0.1:" + port);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("no server answers at http://127.0.0.1:" + port);
  }

  @Test
  void sameSeedWritesTheSameFileAndTheTruthBeside() throws Exception {
    byte[] first = written("a.jsonl", "a.json");
    byte[] second = written("b.jsonl", "b.json");
    assertThat(second).isEqualTo(first);
    assertThat(folder.resolve("b.json")).hasSameBinaryContentAs(folder.resolve("a.json"));
    JsonNode truth = new ObjectMapper().readTree(folder.resolve("a.json").toFile());
    assertThat(truth.at("/scenario").asText()).isEqualTo("slow-database");
    assertThat(truth.at("/seed").asText()).isEqualTo("11");
    assertThat(truth.at("/faults/0/kind").asText()).isEqualTo("slow");
    assertThat(truth.at("/faults/0/target").asText()).isEqualTo("orders-db");
    assertThat(truth.at("/faults/0/fromUnixNanos").asText()).isEqualTo("1795349400000000000");
    assertThat(truth.at("/requests").size()).isBetween(150, 350);
    assertThat(truth.at("/requests/0/traces/0/traceId").asText()).hasSize(32);
    JsonNode effect = truth.at("/effects/0");
    assertThat(effect.at("/requestsStruck").asInt()).isPositive();
    assertThat(effect.at("/p95Nanos").asLong())
        .isGreaterThan(effect.at("/p95WithoutNanos").asLong());
  }

  private byte[] written(String file, String truth) throws IOException {
    Path out = folder.resolve(file);
    Result result =
        run(
            "--scenario",
            "slow-database",
            "--seed",
            "11",
            "--rate",
            "8",
            "--duration",
            "30s",
            "--start",
            "2026-11-22T12:09:50Z",
            "--out",
            out.toString(),
            "--truth",
            folder.resolve(truth).toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return Files.readAllBytes(out);
  }

  @Test
  void triesAgainWhenTheServerIsBusyAndCountsWhatItRefuses() throws Exception {
    Queue<Integer> answers = new ArrayDeque<>(List.of(429, 503, 200));
    AtomicLong received = new AtomicLong();
    try (Answering server =
        new Answering(exchange -> {
          received.addAndGet(exchange.getRequestBody().readAllBytes().length);
          int status = answers.isEmpty() ? 200 : answers.remove();
          // partial_success { rejected_spans: 3 }
          byte[] body = status == 200 ? new byte[] {10, 2, 8, 3} : new byte[0];
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        })) {
      Result result = run("--duration", "300ms", "--rate", "30", "--to", server.url());
      assertThat(result.err()).isEmpty();
      assertThat(result.code()).isZero();
      assertThat(result.out()).contains("2 retries").contains("partial success");
      assertThat(received.get()).isPositive();
    }
  }

  @Test
  void failsWhenTheServerTakesNothing() throws Exception {
    Queue<String> paths = new ConcurrentLinkedQueue<>();
    try (Answering server =
        new Answering(exchange -> {
          paths.add(exchange.getRequestURI().getPath());
          byte[] body = "no such thing".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        })) {
      Result result = run("--duration", "300ms", "--rate", "30", "--to", server.url() + "/");
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("took nothing").contains("404: no such thing");
      assertThat(paths).containsOnly("/v1/traces");
    }
  }

  private interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  /// A server that answers as told, on a port of its own, one request at a time.
  private record Answering(HttpServer server) implements AutoCloseable {

    Answering(Answer answer) throws IOException {
      this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      server.createContext("/", answer::give);
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
