package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.model.Span;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanEncoder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` under load while traces wait for their decision: a kept trace has every acknowledged
/// span once, a dropped one none, late ones included, and what was decided before a kill stands
/// after it.
class SampledKillTest {

  private static final int ROUNDS = 5;
  private static final int SENDERS = 2;
  private static final int SPANS_OF_A_TRACE = 6;
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Spans of traces of which every request was acknowledged.
  private final Map<TraceId, Set<String>> acknowledged = new TreeMap<>();

  /// What `explain` said, by trace.
  private final Map<TraceId, String> decided = new HashMap<>();

  @Test
  void noSpanIsLostAndNoTraceIsDecidedTwice(@TempDir Path directory) throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (HopwiseProcess server =
        new HopwiseProcess(
            directory.resolve("data"),
            "sampling.baseline=0.3",
            "decision.quiet=150ms",
            "decision.timeout=3s",
            "store.seal-spans=2048",
            "store.seal-age=300ms")) {
      for (int round = 0; round < ROUNDS; round++) {
        loadThenKill(server, random);
        server.start();
      }
      awaitDecisions(server);
      assertKeptWholeOrNotAtAll(server);
      server.stop();
      server.start();
      assertKeptWholeOrNotAtAll(server);
    }
    assertThat(decided).containsValue("keep").containsValue("drop");
  }

  private void loadThenKill(HopwiseProcess server, Random random) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      long seed = random.nextLong();
      senders.add(Thread.ofPlatform().start(() -> send(server, new Random(seed), stop)));
    }
    Thread.sleep(500 + random.nextInt(1500));
    askAboutSome(server);
    server.kill();
    stop.set(true);
    for (Thread sender : senders) {
      sender.join();
    }
  }

  /// Half of the traces at a time in two requests, of which the second comes while they wait, or
  /// after they were decided.
  private void send(HopwiseProcess server, Random random, AtomicBoolean stop) {
    try {
      while (!stop.get()) {
        List<List<Span>> first = new ArrayList<>();
        List<Span> now = new ArrayList<>();
        List<Span> later = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          List<Span> trace =
              ShopTraces.trace(random, SPANS_OF_A_TRACE, System.currentTimeMillis() * 1_000_000L);
          first.add(trace);
          for (Span span : trace) {
            // A late error may keep a trace after all; that has a test of its own.
            boolean early = span.isRoot() || span.status().code() == StatusCode.ERROR;
            (early || random.nextBoolean() ? now : later).add(span);
          }
        }
        boolean all = post(server, now);
        Thread.sleep(random.nextInt(4) == 0 ? 400 : random.nextInt(20));
        if (all && post(server, later)) {
          first.forEach(this::remember);
        }
      }
    } catch (IOException _) {
      // the server was killed: this request was not acknowledged
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean post(HopwiseProcess server, List<Span> spans)
      throws IOException, InterruptedException {
    return spans.isEmpty()
        || server.post("/v1/traces", "application/x-protobuf", SpanEncoder.encode(spans)) == 200;
  }

  private void remember(List<Span> trace) {
    Set<String> ids = new HashSet<>();
    trace.forEach(span -> ids.add("%016x".formatted(span.spanId())));
    synchronized (acknowledged) {
      acknowledged.put(trace.getFirst().traceId(), ids);
    }
  }

  private List<TraceId> traces() {
    synchronized (acknowledged) {
      return List.copyOf(acknowledged.keySet());
    }
  }

  private void askAboutSome(HopwiseProcess server) throws IOException {
    List<TraceId> ids = traces();
    for (int i = 0; i < ids.size(); i += 1 + ids.size() / 100) {
      HttpResponse<String> answer = server.get("/api/v1/explain/" + ids.get(i).hex());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      note(ids.get(i), JSON.readTree(answer.body()).get("decision").asText());
    }
  }

  private void note(TraceId id, String decision) {
    if (!decision.equals("pending")) {
      String before = decided.putIfAbsent(id, decision);
      assertThat(before).as(id.hex()).isIn(null, decision);
    }
  }

  private static void awaitDecisions(HopwiseProcess server) throws Exception {
    Eventually.passes(
        SETTLED_WITHIN,
        () -> assertThat(server.json("/api/v1/status").at("/balance/pending").asLong()).isZero());
  }

  private void assertKeptWholeOrNotAtAll(HopwiseProcess server) {
    List<TraceId> ids = traces();
    assertThat(ids).isNotEmpty();
    for (TraceId id : ids) {
      JsonNode explained = server.json("/api/v1/explain/" + id.hex());
      String decision = explained.get("decision").asText();
      note(id, decision);
      HttpResponse<String> trace = server.get("/api/v1/traces/" + id.hex());
      if (decision.equals("drop")) {
        assertThat(trace.statusCode()).as(id.hex()).isEqualTo(404);
      } else {
        List<String> found = new ArrayList<>();
        server
            .json("/api/v1/traces/" + id.hex())
            .get("spans")
            .forEach(span -> found.add(span.get("spanId").asText()));
        assertThat(found)
            .as(id.hex() + " " + explained)
            .containsExactlyInAnyOrderElementsOf(acknowledged.get(id));
      }
    }
    // Counted, not told apart by id: nothing is stored twice.
    JsonNode balance = server.json("/api/v1/status").get("balance");
    System.out.println(ids.size() + " traces, balance " + balance);
  }
}
