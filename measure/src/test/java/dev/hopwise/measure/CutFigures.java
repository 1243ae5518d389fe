package dev.hopwise.measure;

import dev.hopwise.model.rollup.RollupRow;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// How long a cut of 10,000 series takes, and how long a batch waits for it at most. To be run by
/// hand, no test: it asserts nothing.
final class CutFigures {

  private static final int SERVICES = 100;
  private static final int NAMES = 100;

  private CutFigures() {}

  public static void main(String[] args) throws InterruptedException {
    Measurements measurements = new Measurements(MeasureLimits.DEFAULT);
    SplittableRandom random = new SplittableRandom(1);
    var threads = ManagementFactory.getThreadMXBean();
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 10; i++) {
        fill(measurements, random, round < 12 ? 1 : 20);
      }
      long before = threads.getCurrentThreadCpuTime();
      List<RollupRow> rows = measurements.cut(SpanMaker.NOW);
      long cut = threads.getCurrentThreadCpuTime() - before;
      before = threads.getCurrentThreadCpuTime();
      measurements.cut(SpanMaker.NOW);
      long nothing = threads.getCurrentThreadCpuTime() - before;
      System.out.printf(
          "cut of %d rows %.2f ms, of none %.2f ms of CPU%n",
          rows.size(), cut / 1e6, nothing / 1e6);
    }
    waiting(measurements, random);
  }

  /// The longest a thread that takes the lock all the time had to wait while cuts were made.
  private static void waiting(Measurements measurements, SplittableRandom random)
      throws InterruptedException {
    var empty = SpanMaker.batch(SpanMaker.span("service 1", "name 1"));
    for (int round = 0; round < 5; round++) {
      fill(measurements, random, 1);
      Thread cutter = new Thread(() -> measurements.cut(SpanMaker.NOW));
      long longest = 0;
      cutter.start();
      while (cutter.isAlive()) {
        long before = System.nanoTime();
        measurements.observe(empty, SpanMaker.NOW);
        longest = Math.max(longest, System.nanoTime() - before);
      }
      cutter.join();
      System.out.printf("a batch waited %.2f ms at most%n", longest / 1e6);
    }
  }

  /// @param every how many series one of which gets a span
  private static void fill(Measurements measurements, SplittableRandom random, int every) {
    for (int service = 0; service < SERVICES; service++) {
      List<SpanMaker> spans = new ArrayList<>();
      for (int name = 0; name < NAMES; name += every) {
        spans.add(
            SpanMaker.span("service " + service, "name " + name)
                .took(Duration.ofNanos((long) Math.exp(random.nextDouble(12, 20)))));
      }
      measurements.observe(SpanMaker.batch(spans), SpanMaker.NOW);
    }
  }
}
