package dev.hopwise.store.lake.rollup;

import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.rollup.DurationCounts;
import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupRetention;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How many bytes a series takes in a cut, and the CPU of appending. To be run by hand, no test: it
/// asserts nothing.
///
/// Arguments: a folder, the number of series, the hours, and how many spans a series gets in ten
/// seconds. The folder remains, for `MetricFigures` of the server.
final class RollupFigures {

  private static final int SERVICES = 50;

  private RollupFigures() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int series = Integer.parseInt(args[1]);
    int hours = Integer.parseInt(args[2]);
    int spans = Integer.parseInt(args[3]);
    var threads = ManagementFactory.getThreadMXBean();
    long now = Resolution.HOUR.floor(Clock.systemUTC().instant().getEpochSecond());
    RollupRetention retention =
        new RollupRetention(Duration.ofDays(1_000), Duration.ofDays(1_000), Long.MAX_VALUE);
    long cpu = 0;
    int cuts = hours * 360;
    try (RollupFiles files = RollupFiles.open(folder, retention, Clock.systemUTC())) {
      SplittableRandom random = new SplittableRandom(3);
      for (int cut = 0; cut < cuts; cut++) {
        RollupCut next = cut(now - (cuts - cut) * 10L, series, spans, random);
        long before = threads.getCurrentThreadCpuTime();
        files.append(next);
        cpu += threads.getCurrentThreadCpuTime() - before;
      }
    }
    System.out.printf(
        "%d series of %d spans in 10 s: append %.2f ms of CPU a cut%n",
        series, spans, cpu / 1e6 / cuts);
    for (Resolution resolution : Resolution.ALL) {
      long blocks = cuts * 10L / resolution.seconds();
      long bytes = bytes(folder, RollupSegment.prefix(resolution));
      System.out.printf(
          "%s: %.1f bytes a series and block, %.2f MB in %d blocks%n",
          resolution, (double) bytes / series / blocks, bytes / 1e6, blocks);
    }
  }

  private static long bytes(Path folder, String prefix) throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(each -> each.getFileName().toString().startsWith(prefix))
          .mapToLong(each -> each.toFile().length())
          .sum();
    }
  }

  private static RollupCut cut(long start, int series, int spans, SplittableRandom random) {
    List<RollupRow> rows = new ArrayList<>();
    for (int each = 0; each < series; each++) {
      double middle = 14 + each % 7;
      TreeMap<Integer, Long> buckets = new TreeMap<>();
      long sum = 0;
      int count = random.nextInt(spans * 2) + 1;
      for (int span = 0; span < count; span++) {
        // Log-normal about a middle of each series' own, from 1 ms to 400 ms.
        double log =
            middle + (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
        sum += (long) Math.exp(log);
        buckets.merge((int) Math.floor((log - Math.log(1e9)) / Math.log(2) * 16), 1L, Long::sum);
      }
      DurationCounts counts = new DurationCounts().reset(0, sum);
      buckets.forEach(counts::add);
      rows.add(
          RollupRow.ofSpans(
              new SeriesKey.OfSpans(
                  "service-" + each % SERVICES,
                  "GET /route/" + each / SERVICES,
                  SpanKind.SERVER,
                  each % 10 == 0 ? StatusCode.ERROR : StatusCode.UNSET),
              counts));
    }
    return new RollupCut(start, 10_000, rows);
  }
}
