package dev.hopwise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Twice as much as the server can take, for minutes: finds its rate, sends a multiple of it, then
/// half of it, and tells whether memory stays flat, what is refused, how long the garbage collector
/// stops everything, and how soon nothing is refused any more.
@Command(name = "overload", description = "More than the server can take, for minutes.")
final class Overload implements Callable<Integer> {

  private static final Duration STEP = Duration.ofSeconds(30);
  private static final Duration AFTERWARDS = Duration.ofSeconds(30);
  private static final int CALM_SENDERS = 4;
  private static final double CALM_SHARE = 0.5;

  @Option(names = "--file", required = true, description = "what `generate` wrote")
  private Path file;

  @Option(names = "--data", required = true, description = "an empty directory for the server")
  private Path data;

  @Option(names = "--launcher", defaultValue = "./hopwise")
  private Path launcher;

  @Option(
      names = "--server-cpus",
      description = "pin the server to these, by taskset: else the load takes its CPU from it")
  private String serverCpus = "";

  @Option(names = "--requests", defaultValue = "200", description = "of the file, sent over again")
  private int requests;

  @Option(names = "--find-seconds", defaultValue = "60", description = "to find the server's rate")
  private long findSeconds;

  @Option(names = "--factor", defaultValue = "2", description = "of the server's rate")
  private double factor;

  @Option(names = "--minutes", defaultValue = "10")
  private double minutes;

  @Option(names = "--senders", defaultValue = "600", description = "connections under overload")
  private int senders;

  @Option(names = "--set", description = "further settings of the server")
  private List<String> settings = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(data);
    Path gcLog = Path.of(data + ".gc.log");
    try (ServerUnderTest server =
            new ServerUnderTest(command(), data, settings, GcLog.options(gcLog));
        EndlessLoad load = new EndlessLoad(server.traces(), templates())) {
      load.run(0, Duration.ofSeconds(findSeconds), CALM_SENDERS, new EndlessLoad.Account());
      EndlessLoad.Account calm = new EndlessLoad.Account();
      load.run(0, Duration.ofSeconds(findSeconds), CALM_SENDERS, calm);
      double rate = (double) calm.accepted.get() / findSeconds;
      System.out.printf("rate, closed loop       %,10.0f spans/s%n", rate);
      overload(server, load, rate * factor);
      recover(load, rate * CALM_SHARE);
      System.out.println("balance                 " + server.get("/api/v1/status"));
    }
    pauses(GcLog.read(gcLog));
    return 0;
  }

  private List<String> command() {
    return serverCpus.isEmpty()
        ? List.of(launcher.toString())
        : List.of("taskset", "-c", serverCpus, launcher.toString());
  }

  private List<RequestTemplate> templates() throws IOException {
    List<RequestTemplate> templates = new ArrayList<>();
    try (RequestFile.Reader reader = new RequestFile.Reader(file)) {
      for (var next = reader.next();
          next != null && templates.size() < requests;
          next = reader.next()) {
        templates.add(new RequestTemplate(next));
      }
    }
    return templates;
  }

  private void overload(ServerUnderTest server, EndlessLoad load, double rate)
      throws IOException, InterruptedException {
    Duration length = Duration.ofMillis((long) (minutes * 60_000));
    EndlessLoad.Account account = new EndlessLoad.Account();
    Thread running =
        Thread.ofPlatform()
            .start(() -> {
              try {
                load.run(rate, length, senders, account);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    System.out.printf(
        "overload, spans/s       %10s %10s %10s %10s %8s%n",
        "offered", "accepted", "refused", "failed", "RSS MiB");
    long[] before = new long[4];
    long start = System.nanoTime();
    long from = start;
    while (!running.join(STEP)) {
      from = line(server, account, before, start, from);
    }
    line(server, account, before, start, from);
  }

  private static long line(
      ServerUnderTest server, EndlessLoad.Account account, long[] before, long start, long from)
      throws IOException {
    long now = System.nanoTime();
    double seconds = (now - from) / 1e9;
    long[] after = {
      account.offered.get(), account.accepted.get(), account.refused.get(), account.failed.get()
    };
    System.out.printf("  after %5.0f s         ", (now - start) / 1e9);
    for (int i = 0; i < after.length; i++) {
      System.out.printf(" %,10.0f", (after[i] - before[i]) / seconds);
      before[i] = after[i];
    }
    System.out.printf(" %8d%n", server.probe().rssMebibytes());
    return now;
  }

  private static void recover(EndlessLoad load, double rate) throws InterruptedException {
    EndlessLoad.Account account = new EndlessLoad.Account();
    long end = System.nanoTime();
    load.run(rate, AFTERWARDS, CALM_SENDERS, account);
    long last = account.lastRefusedNanos.get();
    System.out.printf(
        "afterwards, %,.0f spans/s: %,d accepted, %,d refused, %,d failed; last refusal %.1f s after"
            + " the overload's end%n",
        rate,
        account.accepted.get(),
        account.refused.get(),
        account.failed.get(),
        last == 0 ? 0 : (last - end) / 1e9);
  }

  private static void pauses(List<GcLog.Pause> pauses) {
    List<Double> millis = pauses.stream().map(GcLog.Pause::millis).sorted().toList();
    System.out.printf(
        "GC: %,d pauses, p50 %.1f ms, p99 %.1f ms, longest %.1f ms, %.2f s in all%n",
        millis.size(),
        quantile(millis, 0.5),
        quantile(millis, 0.99),
        quantile(millis, 1),
        millis.stream().mapToDouble(Double::doubleValue).sum() / 1e3);
    System.out.println("heap after a collection, by minute, smallest to largest MiB:");
    long last = pauses.isEmpty() ? -1 : (long) pauses.getLast().atSeconds() / 60;
    for (long minute = 0; minute <= last; minute++) {
      long each = minute;
      var heap =
          pauses.stream()
              .filter(pause -> (long) pause.atSeconds() / 60 == each)
              .mapToLong(GcLog.Pause::heapAfter)
              .summaryStatistics();
      System.out.printf("  %2d  %4d to %4d%n", minute, heap.getMin(), heap.getMax());
    }
  }

  private static double quantile(List<Double> sorted, double quantile) {
    return sorted.isEmpty()
        ? 0
        : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * quantile));
  }
}
