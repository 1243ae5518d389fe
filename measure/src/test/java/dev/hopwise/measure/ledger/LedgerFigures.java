package dev.hopwise.measure.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// How far the estimated number of distinct values is off, and how far spans lie from the truth
/// compared with the error that is stated. To be run by hand, no test: it asserts nothing.
///
/// One service, ten minutes, traces of five spans; each of 40 runs has other traces.
final class LedgerFigures {

  private static final int RUNS = 40;
  private static final int PER_TRACE = 5;
  private static final int MINUTES = 10;
  private static final List<String> KEYS = List.of("few", "request", "span", "user", "zipf");

  private LedgerFigures() {}

  public static void main(String[] args) {
    for (int tracesPerMinute : new int[] {300, 3_000, 30_000}) {
      double[] sum = new double[KEYS.size()];
      double[] squares = new double[KEYS.size()];
      double share = 0;
      int within = 0;
      double stated = 0;
      for (int run = 0; run < RUNS; run++) {
        Ledger ledger = new Ledger(LedgerLimits.DEFAULT, run, 0);
        long[] truth = send(ledger, tracesPerMinute, new SplittableRandom(run));
        share += ledger.status().inspectedSpans() / (double) ledger.status().spans() / RUNS;
        for (int key = 0; key < KEYS.size(); key++) {
          double error = read(ledger, KEYS.get(key)).distinct() / (double) truth[key] - 1;
          sum[key] += error / RUNS;
          squares[key] += error * error / RUNS;
        }
        KeyReading span = read(ledger, "span");
        double sent = (double) tracesPerMinute * MINUTES * PER_TRACE;
        within += Math.abs(span.spans() / sent - 1) <= span.relativeError() ? 1 : 0;
        stated += span.relativeError() / RUNS;
      }
      System.out.printf("%d traces a minute, 1 in %.1f inspected%n", tracesPerMinute, 1 / share);
      for (int key = 0; key < KEYS.size(); key++) {
        System.out.printf(
            "  distinct %-8s off by %+.1f %% on average, %.1f %% root mean square%n",
            KEYS.get(key), 100 * sum[key], 100 * Math.sqrt(squares[key]));
      }
      System.out.printf(
          "  spans within the stated %.2f %% in %d of %d%n", 100 * stated, within, RUNS);
    }
  }

  private static KeyReading read(Ledger ledger, String key) {
    long end = MINUTES * Ledger.MINUTE_NANOS;
    return ledger.read("busy", 0, end, end).keys().stream()
        .filter(each -> each.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static long[] send(Ledger ledger, int tracesPerMinute, SplittableRandom random) {
    int traces = tracesPerMinute * MINUTES;
    java.util.Set<Integer> users = new java.util.HashSet<>();
    java.util.Set<Integer> zipf = new java.util.HashSet<>();
    int batch = 100;
    for (int from = 0; from < traces; from += batch) {
      List<LedgerSpan> spans = new ArrayList<>();
      for (int trace = from; trace < from + batch; trace++) {
        int user = random.nextInt(3_000);
        int rank = (int) Math.exp(random.nextDouble(Math.log(100_000)));
        users.add(user);
        zipf.add(rank);
        long id = random.nextLong();
        for (int i = 0; i < PER_TRACE; i++) {
          spans.add(
              LedgerSpan.of("busy", "GET /")
                  .trace(id, i + 1)
                  .with("few", "v" + random.nextInt(12))
                  .with("request", "r" + trace)
                  .with("span", "s" + trace + "-" + i)
                  .with("user", "u" + user)
                  .with("zipf", "z" + rank));
        }
      }
      ledger.observe(LedgerSpan.batch(spans), from * Ledger.MINUTE_NANOS / tracesPerMinute);
    }
    return new long[] {12, traces, (long) traces * PER_TRACE, users.size(), zipf.size()};
  }
}
