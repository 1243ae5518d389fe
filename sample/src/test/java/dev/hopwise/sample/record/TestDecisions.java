package dev.hopwise.sample.record;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.ErrorKind;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Decisions as a shop of twenty services makes them.
final class TestDecisions {

  static final long START_NANOS = 1_795_349_947_000_000_000L;

  /// 1,000 traces a second.
  static final long STEP_NANOS = 1_000_000;

  private static final String[] RULES = {"errors", "slow", "rare", "baseline"};
  private static final String[] TRIGGERS = {"quiet", "quiet", "quiet", "timeout", "size"};

  private TestDecisions() {}

  static TraceId id(int i) {
    Random random = new Random(i);
    return new TraceId(random.nextLong(), random.nextLong());
  }

  static Decision at(int i) {
    return at(i, START_NANOS + i * STEP_NANOS);
  }

  static Decision at(int i, long decidedEpochNanos) {
    Random random = new Random(~i);
    int rule = Math.max(random.nextInt(40) - 36, 0);
    boolean error = rule == 1;
    int service = random.nextInt(20);
    return new Decision(
        id(i),
        error || random.nextInt(20) == 0,
        RULES[3 - rule],
        TRIGGERS[random.nextInt(TRIGGERS.length)],
        error ? 1 : 0.05,
        random.nextInt(1000) == 0 ? "w-20261127-1" : null,
        decidedEpochNanos,
        "service-" + service,
        "GET /orders/" + random.nextInt(10),
        decidedEpochNanos - 2_000_000_000L - random.nextInt(900_000_000),
        1 + random.nextInt(900_000_000),
        1 + random.nextInt(60),
        random.nextInt(40_000),
        error ? List.of(new ErrorKind("service-" + service, "INSERT", "timeout")) : List.of());
  }

  static List<Decision> range(int from, int to) {
    return IntStream.range(from, to).mapToObj(TestDecisions::at).toList();
  }
}
