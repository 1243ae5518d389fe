package dev.hopwise.bench;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanEncoder;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.receive.StandardRequestDecoder;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.TrafficShare;
import dev.hopwise.simulate.Delivery;
import dev.hopwise.simulate.Scenario;
import dev.hopwise.simulate.Scenarios;
import dev.hopwise.simulate.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Foretells by a trial of the last minutes what random policies would keep of the next, and then
/// lets a sampler run with them.
@Command(name = "policy-prediction", description = "How far off is what policy simulate foretells?")
final class PolicyPrediction implements Callable<Integer> {

  private static final long START_EPOCH_NANOS = 1_795_000_000_000_000_000L;
  private static final long STEP_NANOS = 250_000_000;
  private static final int BATCH_SPANS = 512;

  /// Of a request of the shop, about; budgets need no more.
  private static final double SPANS_PER_REQUEST = 16;

  @Option(names = "--policies", defaultValue = "10")
  private int policies = 10;

  @Option(names = "--rate", defaultValue = "200", description = "requests per second")
  private double rate = 200;

  @Option(names = "--minutes", defaultValue = "10", description = "that are foretold")
  private int minutes = 10;

  @Option(names = "--share", defaultValue = "1", description = "of the traces that the trial sees")
  private double share = 1;

  @Option(names = "--scenario", defaultValue = "late-spans")
  private String scenario = "late-spans";

  @Option(names = "--seed", defaultValue = "1")
  private long seed = 1;

  @Override
  public Integer call() {
    for (Prediction.Outcome outcome :
        run(scenario, rate, Duration.ofMinutes(minutes), policies, seed, new TrafficShare(share))) {
      System.out.printf(
          Locale.ROOT,
          "foretold %,d spans, kept %,d: %+.2f %%, by %,d traces%n%s%n",
          outcome.foretoldSpans(),
          outcome.keptSpans(),
          100 * outcome.error(),
          outcome.sampledTraces(),
          outcome.policy().indent(4));
    }
    return 0;
  }

  static List<Prediction.Outcome> run(
      String scenario, double rate, Duration counted, int policies, long seed, TrafficShare share) {
    Prediction.Times times = Prediction.Times.of(START_EPOCH_NANOS, counted);
    RandomPolicies random = new RandomPolicies(seed, rate * SPANS_PER_REQUEST);
    Policy today = Policy.builtIn(0.05);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      predictions.add(new Prediction(today, random.next(), share, times));
    }
    play(traffic(scenario, rate, seed, times), times, predictions);
    return predictions.stream().map(Prediction::outcome).toList();
  }

  private static Delivery traffic(String scenario, double rate, long seed, Prediction.Times times) {
    Scenario found =
        Scenarios.named(scenario)
            .orElseThrow(() -> new IllegalArgumentException("no scenario " + scenario));
    return new Delivery(
        new Simulation(
            new Simulation.Settings(found, seed, rate, times.start(), times.end() - times.start())),
        _ -> {});
  }

  private static void play(Delivery traffic, Prediction.Times times, List<Prediction> predictions) {
    RequestDecoder decoder = new StandardRequestDecoder(ReceiveLimits.DEFAULT);
    for (long now = times.start() + STEP_NANOS; now <= times.end(); now += STEP_NANOS) {
      List<Span> spans = traffic.next(BATCH_SPANS, now);
      while (!spans.isEmpty()) {
        offer(decoder, SpanEncoder.encode(spans), now, predictions);
        spans = traffic.next(BATCH_SPANS, now);
      }
    }
  }

  private static void offer(
      RequestDecoder decoder, byte[] body, long now, List<Prediction> predictions) {
    DecodeResult result =
        decoder.decode(BodyFormat.OTLP_PROTOBUF, BodyEncoding.IDENTITY, body, 0, body.length, now);
    if (result instanceof DecodeResult.Decoded decoded) {
      predictions.forEach(each -> each.offer(decoded.batch(), now));
    } else {
      throw new IllegalStateException("the simulator's spans cannot be decoded");
    }
  }
}
