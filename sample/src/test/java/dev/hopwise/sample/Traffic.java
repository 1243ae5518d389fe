package dev.hopwise.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/// Arbitrary traffic in virtual time: traces arrive at random, their sizes differ by two orders of
/// magnitude, some fail and some are slow.
final class Traffic {

  static final long SECOND = 1_000_000_000L;

  /// 2026-11-27 00:00 UTC.
  static final long START = 1_795_737_600L * SECOND;

  private final SplittableRandom random;
  long now = START;
  double tracesPerSecond = 1_000;
  double errorShare = 0.02;
  int errorKinds = 20;
  int operations = 20;
  int spansMean = 20;
  double headProbability = 1;

  Traffic(long seed) {
    random = new SplittableRandom(seed);
  }

  /// Lets so many seconds of traffic pass.
  void run(double seconds, DecisionEngine engine, BiConsumer<TestTrace, Decision> seen) {
    long end = now + (long) (seconds * SECOND);
    while (true) {
      long next = now + (long) (-Math.log(1 - random.nextDouble()) / tracesPerSecond * SECOND);
      if (next > end) {
        now = end;
        return;
      }
      now = next;
      TestTrace trace = trace();
      seen.accept(trace, engine.decide(trace, "quiet", now));
    }
  }

  private TestTrace trace() {
    int operation = (int) (operations * random.nextDouble() * random.nextDouble());
    TestTrace trace =
        TestTrace.of(randomness())
            .named("service" + operation % 5, "GET /" + operation)
            .startedAt(now - SECOND)
            .ofTenant("tenant" + operation % 3)
            .lasting((long) (1e7 * Math.exp(random.nextGaussian())))
            .sized(spans(), 0);
    trace.bytes = trace.spanCount * (300L + random.nextInt(400));
    trace.headProbability = headProbability;
    if (random.nextDouble() < errorShare) {
      trace.failing("call " + random.nextInt(errorKinds), "500");
    }
    return trace;
  }

  /// What the head lets pass.
  private long randomness() {
    long range = dev.hopwise.model.HeadSampling.RANDOMNESS_RANGE;
    return range - 1 - (long) (random.nextDouble() * headProbability * range);
  }

  /// Mostly few, sometimes very many.
  private int spans() {
    return 1 + (int) (spansMean * 0.6 * Math.exp(random.nextGaussian()));
  }

  /// Spans kept by the policy's rules in each of the following seconds.
  List<Integer> spansPerSecond(int seconds, DecisionEngine engine) {
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      int[] spans = {0};
      run(1, engine, (trace, decision) -> spans[0] += decision.keep() ? trace.spanCount : 0);
      result.add(spans[0]);
    }
    return result;
  }
}
