package dev.hopwise.bench;

import dev.hopwise.sample.Budget;
import dev.hopwise.sample.Policy;
import dev.hopwise.simulate.Scenario;
import dev.hopwise.simulate.Scenarios;
import dev.hopwise.simulate.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Samples a known population again and again, each time with other trace ids, through the engine
/// and the built-in policy under a budget, and counts how often the estimates' intervals hold the
/// truth.
@Command(name = "sampling-truth", description = "How often do estimates hold what is true?")
final class SamplingTruth implements Callable<Integer> {

  private static final long START_EPOCH_NANOS = 1_795_000_000_000_000_000L;
  private static final double QUANTILE = 0.95;

  @Option(names = "--traces", defaultValue = "1000000")
  private int traces = 1_000_000;

  @Option(names = "--seeds", defaultValue = "200")
  private int seeds = 200;

  @Option(names = "--scenario", defaultValue = "errors")
  private String scenario = "errors";

  @Option(names = "--rate", defaultValue = "1000", description = "requests per second")
  private double rate = 1_000;

  @Option(names = "--budget", defaultValue = "1000", description = "spans per second")
  private double budget = 1_000;

  @Option(names = "--baseline", defaultValue = "0.05")
  private double baseline = 0.05;

  /// Of all runs.
  record Report(
      Coverage requestRate, Coverage errorShare, Coverage p95, double spansPerSecondMax) {}

  @Override
  public Integer call() {
    Population population = population(scenario, rate, traces);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d traces, %,d spans in %.0f s, %.2f %% failed, p95 %.1f ms%n",
        scenario,
        population.size(),
        population.spans(),
        population.seconds(),
        population.errorShare() * 100,
        population.quantile(QUANTILE) / 1e6);
    Report report = run(population, policy(baseline, budget), seeds);
    print("requests per second", report.requestRate());
    print("error share", report.errorShare());
    print("p95 (ns)", report.p95());
    System.out.printf(
        Locale.ROOT, "kept at most %.0f spans per second%n", report.spansPerSecondMax());
    return 0;
  }

  private static void print(String what, Coverage coverage) {
    System.out.printf(
        Locale.ROOT,
        "%-20s truth %.6g, held in %.1f %% of the runs, off by %.2f %%, interval %.2f %% wide;"
            + " unweighted off by at least %.0f %%%n",
        what,
        coverage.truth(),
        coverage.held() * 100,
        coverage.error() * 100,
        coverage.width() * 100,
        coverage.unweightedErrorMin() * 100);
  }

  /// The first traces of a scenario's run.
  static Population population(String scenario, double requestsPerSecond, int traces) {
    Scenario found =
        Scenarios.named(scenario)
            .orElseThrow(() -> new IllegalArgumentException("no scenario " + scenario));
    long length =
        Duration.ofMillis(Math.round(traces / requestsPerSecond * 1_000) + 1_000).toNanos();
    return Population.of(
        new Simulation(
            new Simulation.Settings(
                found, 20_261_127, requestsPerSecond, START_EPOCH_NANOS, length)),
        traces);
  }

  /// The built-in rules under a budget.
  static Policy policy(double baseline, double spansPerSecond) {
    Policy builtIn = Policy.builtIn(baseline);
    Budget.Limit limit = new Budget.Limit(spansPerSecond, Double.POSITIVE_INFINITY);
    Budget budget = new Budget(limit, new LinkedHashMap<>(), new LinkedHashMap<>());
    return new Policy(builtIn.tenantAttribute(), budget, builtIn.rules(), builtIn.head());
  }

  static Report run(Population population, Policy policy, int seeds) {
    double seconds = population.seconds();
    Coverage requestRate = new Coverage(population.size() / seconds);
    Coverage errorShare = new Coverage(population.errorShare());
    Coverage p95 = new Coverage(population.quantile(QUANTILE));
    double most = 0;
    for (int seed = 0; seed < seeds; seed++) {
      SampledRun run = SampledRun.of(population, policy, QUANTILE, seed);
      requestRate.add(
          run.weighted().requestsPerSecond(seconds),
          run.unweighted().requestsPerSecond(seconds).value());
      errorShare.add(run.weighted().errorShare(), run.unweighted().errorShare().value());
      p95.add(run.weighted().durationNanos(), run.unweighted().durationNanos().value());
      most = Math.max(most, run.keptSpans() / seconds);
    }
    return new Report(requestRate, errorShare, p95, most);
  }
}
