package dev.hopwise.server.api;

import dev.hopwise.query.QueryLimits;
import dev.hopwise.query.metrics.Label;
import dev.hopwise.query.metrics.MetricAnswer;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.query.metrics.MetricRange;
import dev.hopwise.query.metrics.SeriesSelection;
import dev.hopwise.store.lake.rollup.RollupFiles;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupRetention;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// The CPU that questions about rollups take, JSON included. To be run by hand, no test: it asserts
/// nothing.
///
/// Argument: the folder that `RollupFigures` of the lake filled within this hour.
final class MetricFigures {

  private static final int ROUNDS = 40;

  private MetricFigures() {}

  public static void main(String[] args) throws Exception {
    long now = Resolution.HOUR.floor(Clock.systemUTC().instant().getEpochSecond());
    RollupRetention retention =
        new RollupRetention(Duration.ofDays(1_000), Duration.ofDays(1_000), Long.MAX_VALUE);
    try (RollupFiles files = RollupFiles.open(Path.of(args[0]), retention, Clock.systemUTC())) {
      MetricQueries queries = new MetricQueries(files, QueryLimits.DEFAULT);
      ask(queries, "an hour by service, step 30 s", now - 3_600, now, 30, Resolution.TEN_SECONDS);
      ask(queries, "an hour by service, step 60 s", now - 3_600, now, 60, Resolution.MINUTE);
      ask(queries, "six hours by service, step 5 min", now - 21_600, now, 300, Resolution.MINUTE);
      ask(queries, "a day by service, step 1 h", now - 86_400, now, 3_600, Resolution.HOUR);
    }
  }

  private static void ask(
      MetricQueries queries, String what, long from, long to, long step, Resolution resolution)
      throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    MetricRange range = MetricRange.of(from, to, step, resolution);
    MetricValue p95 = new MetricValue("p95", "nanoseconds", 0.95);
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadCpuTime();
      MetricAnswer answer = queries.steps(SeriesSelection.spansBy(Label.SERVICE), range, 50);
      int bytes = Json.write(json -> new MetricJson(json, answer).series(p95)).length();
      long cpu = threads.getCurrentThreadCpuTime() - before;
      if (round % 10 == 9) {
        System.out.printf(
            "%s: %.1f ms of CPU, %d groups, %d bytes%n",
            what, cpu / 1e6, answer.groups().size(), bytes);
      }
    }
  }
}
