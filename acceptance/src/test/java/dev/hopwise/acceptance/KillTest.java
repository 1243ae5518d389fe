package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at any moment under load, again and again on the same data: what was acknowledged is
/// there after the restart, each span once.
///
/// Sealing is set to happen all the time, so that the kills fall between any two steps of it.
class KillTest {

  private static final int ROUNDS = 6;
  private static final int SENDERS = 2;
  private static final int SPANS_PER_REQUEST = 40;

  private final Map<TraceId, Integer> acknowledged = new TreeMap<>();

  @Test
  void everyAcknowledgedSpanIsFoundAfterKillAndRestart(@TempDir Path directory) throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (HopwiseProcess server =
        new HopwiseProcess(
            directory.resolve("data"), "store.seal-spans=4096", "store.seal-age=300ms")) {
      for (int round = 0; round < ROUNDS; round++) {
        loadThenKill(server, random, round);
        server.start();
        assertAllFound(server, random);
      }
      server.stop();
      server.start();
      assertAllFound(server, random);
    }
  }

  private void loadThenKill(HopwiseProcess server, Random random, int round) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      long seed = random.nextLong();
      senders.add(Thread.ofPlatform().start(() -> send(server, new Random(seed), stop)));
    }
    Thread.sleep(300 + random.nextInt(1500));
    server.kill();
    stop.set(true);
    for (Thread sender : senders) {
      sender.join();
    }
    System.out.println("round " + round + ": " + acknowledged.size() + " traces acknowledged");
  }

  private void send(HopwiseProcess server, Random random, AtomicBoolean stop) {
    try {
      while (!stop.get()) {
        List<Span> spans = oneTrace(random);
        int status = server.post("/v1/traces", "application/x-protobuf", SpanEncoder.encode(spans));
        if (status == 200) {
          synchronized (acknowledged) {
            acknowledged.put(spans.getFirst().traceId(), spans.size());
          }
        }
      }
    } catch (IOException _) {
      // the server was killed: this request was not acknowledged
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Span> oneTrace(Random random) {
    return ShopTraces.trace(random, SPANS_PER_REQUEST, System.currentTimeMillis() * 1_000_000L);
  }

  private void assertAllFound(HopwiseProcess server, Random random) {
    List<TraceId> ids = new ArrayList<>(acknowledged.keySet());
    assertThat(ids).isNotEmpty();
    java.util.Collections.shuffle(ids, random);
    for (TraceId id : ids) {
      JsonNode spans = server.json("/api/v1/traces/" + id.hex()).get("spans");
      Set<String> distinct = new HashSet<>();
      spans.forEach(span -> distinct.add(span.get("spanId").asText()));
      assertThat(spans.size()).as(id.hex()).isEqualTo(acknowledged.get(id));
      assertThat(distinct).hasSize(acknowledged.get(id));
    }
  }
}
