package dev.hopwise.sample.record;

import dev.hopwise.sample.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Prints what PERFORMANCE.md says about the decision log. Arguments: an empty folder, and how many
/// millions of decisions.
final class DecisionLogFigures {

  private static final int MILLION = 1_000_000;

  private DecisionLogFigures() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    int count = Integer.parseInt(arguments[1]) * MILLION;
    DecisionLogOptions options = DecisionLogOptions.DEFAULT;
    try (DecisionLog log = DecisionLog.open(directory, options, Clock.systemUTC())) {
      append(log, count);
      print(
          String.format(
              Locale.ROOT,
              "bytes a decision: %.1f",
              log.status().bytes() / (double) log.status().decisions()));
      print(String.format(Locale.ROOT, "segments: %d", log.status().segments()));
      find(log, "found", 0, count);
      find(log, "never seen", count, count);
      long before = System.nanoTime();
      long[] scanned = new long[1];
      log.scan(0, Long.MAX_VALUE, _ -> scanned[0]++);
      print(
          String.format(
              Locale.ROOT,
              "scan: %.0f ns a decision",
              (System.nanoTime() - before) / (double) scanned[0]));
    }
    long before = System.nanoTime();
    try (DecisionLog log = DecisionLog.open(directory, options, Clock.systemUTC())) {
      print(
          String.format(
              Locale.ROOT,
              "open again: %.1f ms, %d",
              (System.nanoTime() - before) / 1e6,
              log.status().decisions()));
    }
  }

  private static void append(DecisionLog log, int count) throws IOException {
    long append = 0;
    long house = 0;
    long longest = 0;
    long now = System.currentTimeMillis() * 1_000_000L - count * 100_000L;
    for (int from = 0; from < count; from += 1_000) {
      Decision[] some = new Decision[1_000];
      for (int i = 0; i < some.length; i++) {
        some[i] = TestDecisions.at(from + i, now + (from + i) * 100_000L);
      }
      long before = System.nanoTime();
      log.append(List.of(some));
      long appended = System.nanoTime();
      if (from % 10_000 == 0) {
        log.keepHouse();
      }
      house += System.nanoTime() - appended;
      append += appended - before;
      longest = Math.max(longest, appended - before);
    }
    print(
        String.format(
            Locale.ROOT,
            "append: %.0f ns a decision, the longest of 1000 %.2f ms",
            append / (double) count,
            longest / 1e6));
    print(String.format(Locale.ROOT, "keepHouse: %.0f ns a decision", house / (double) count));
  }

  private static void find(DecisionLog log, String what, int from, int range) throws IOException {
    Random random = new Random(9);
    long[] nanos = new long[100_000];
    for (int n = 0; n < nanos.length; n++) {
      var id = TestDecisions.id(from + random.nextInt(range));
      long before = System.nanoTime();
      boolean found = log.find(id).isPresent();
      nanos[n] = System.nanoTime() - before;
      if (found != (from == 0)) {
        throw new IllegalStateException(id + " " + found);
      }
    }
    Arrays.sort(nanos);
    print(
        String.format(
            Locale.ROOT,
            "find %s: p50 %.1f µs, p99 %.1f µs",
            what,
            nanos[nanos.length / 2] / 1e3,
            nanos[nanos.length * 99 / 100] / 1e3));
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
