package dev.hopwise.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts a server, replays a file of requests, waits until everything is committed, then asks the
/// query classes.
@Command(name = "run", description = "Ingest and queries against a fresh server; prints a table.")
final class Ingest implements Callable<Integer> {

  private static final double QUIET_CPU_SHARE = 0.02;

  /// Threads with less CPU per span are left out.
  private static final double THREAD_MICROS_SHOWN = 0.03;

  @Option(names = "--file", required = true, description = "what `generate` wrote")
  private Path file;

  @Option(names = "--data", required = true, description = "an empty directory for the server")
  private Path data;

  @Option(names = "--launcher", defaultValue = "./hopwise")
  private Path launcher;

  @Option(names = "--warm-up", defaultValue = "1000000", description = "spans")
  private long warmUp;

  @Option(names = "--measure", defaultValue = "4000000", description = "spans")
  private long measure;

  @Option(names = "--rate", defaultValue = "0", description = "spans per second, 0 for closed loop")
  private double rate;

  @Option(names = "--senders", defaultValue = "2")
  private int senders;

  @Option(names = "--gzip")
  private boolean gzip;

  @Option(names = "--queries", defaultValue = "200", description = "runs of each class, 0 for none")
  private int queries;

  @Option(names = "--threads", description = "say where the CPU of a phase went, by thread")
  private boolean threads;

  @Option(names = "--set", description = "further settings of the server")
  private List<String> settings = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(data);
    try (RequestFile.Reader requests = new RequestFile.Reader(file);
        ServerUnderTest server = new ServerUnderTest(launcher, data, settings)) {
      System.out.printf("ready after                 %6.2f s%n", server.readySeconds());
      phase("warm-up (cold)", server, requests, warmUp);
      phase("measured", server, requests, measure);
      report(server);
      if (queries > 0) {
        query(server);
      }
    }
    return 0;
  }

  private void phase(String name, ServerUnderTest server, RequestFile.Reader requests, long spans)
      throws IOException, InterruptedException {
    if (spans == 0) {
      return;
    }
    double cpuBefore = server.probe().cpuSeconds();
    Map<String, Double> threadsBefore = server.probe().cpuSecondsByThread();
    Replay.Outcome outcome = new Replay(server.traces(), gzip, rate).run(requests, spans, senders);
    awaitQuiet(server);
    double cpu = server.probe().cpuSeconds() - cpuBefore;
    System.out.printf(
        "%-16s %,10d spans  %6.2f CPU-s/M spans  %,8.0f spans/s  answer p50 %.1f ms p99 %.1f ms  not"
            + " accepted %d  peak RSS %d MiB%n",
        name,
        outcome.spans(),
        cpu / outcome.spans() * 1e6,
        outcome.spans() / outcome.seconds(),
        outcome.p50Micros() / 1e3,
        outcome.p99Micros() / 1e3,
        outcome.notAccepted(),
        server.probe().peakRssMebibytes());
    if (threads) {
      byThread(threadsBefore, server.probe().cpuSecondsByThread(), cpu, outcome.spans());
    }
  }

  /// Threads that have ended, such as spare compilers, are what is left of the whole.
  private static void byThread(
      Map<String, Double> before, Map<String, Double> after, double cpu, long spans) {
    double rest = cpu;
    for (Map.Entry<String, Double> thread : after.entrySet()) {
      double seconds = thread.getValue() - before.getOrDefault(thread.getKey(), 0.0);
      rest -= thread.getKey().endsWith(ServerProbe.KERNEL) ? 0 : seconds;
      if (seconds / spans * 1e6 >= THREAD_MICROS_SHOWN) {
        System.out.printf("    %-32s %6.2f%n", thread.getKey(), seconds / spans * 1e6);
      }
    }
    System.out.printf("    %-32s %6.2f%n", "ended threads", rest / spans * 1e6);
  }

  /// Counts background work too: until the process has used next to no CPU for three seconds.
  private static void awaitQuiet(ServerUnderTest server) throws IOException, InterruptedException {
    for (int quiet = 0; quiet < 3; ) {
      double before = server.probe().cpuSeconds();
      Thread.sleep(1000);
      quiet = server.probe().cpuSeconds() - before < QUIET_CPU_SHARE ? quiet + 1 : 0;
    }
  }

  private void report(ServerUnderTest server) throws IOException, InterruptedException {
    JsonNode status = new ObjectMapper().readTree(server.get("/api/v1/status"));
    JsonNode store = status.get("store");
    long files = store.get("spans").asLong() - store.get("hotSpans").asLong();
    System.out.println("balance                     " + status.get("balance"));
    System.out.println("store                       " + store);
    long bytes = ServerProbe.diskBytes(data.resolve("lake"));
    System.out.printf(
        "on disk                     %,d bytes for %,d spans in files: %.1f B a span%n",
        bytes, files, (double) bytes / Math.max(1, files));
  }

  private void query(ServerUnderTest server) throws IOException, InterruptedException {
    List<String> ids =
        Files.readAllLines(Path.of(file + ".ids")).stream()
            .map(line -> line.substring(0, line.indexOf(' ')))
            .toList();
    List<String> sent = ids.subList(0, Math.max(1, ids.size() * 9 / 10));
    JsonNode status = new ObjectMapper().readTree(server.get("/api/v1/status"));
    Instant newest = Instant.parse(status.get("store").get("newest").asText());
    System.out.printf("%-40s %9s %9s %9s%n", "query", "p50 ms", "p95 ms", "CPU ms");
    for (QueryClasses.Timing t : new QueryClasses(server, sent, newest, queries).run()) {
      System.out.printf(
          "%-40s %9.1f %9.1f %9.1f%n", t.name(), t.p50Millis(), t.p95Millis(), t.cpuMillis());
    }
  }
}
