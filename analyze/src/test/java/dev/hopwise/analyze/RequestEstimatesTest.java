package dev.hopwise.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/// A population whose truth is known is sampled again and again; how often the intervals hold it is
/// counted.
class RequestEstimatesTest {

  private static final int DRAWS = 400;
  private static final double COVERED_MIN = 0.93;

  private record Request(double durationNanos, boolean failed, double probability) {}

  @Test
  void whatIsKeptWholeIsKnownExactly() {
    RequestSample sample = new RequestSample();
    for (int i = 1; i <= 100; i++) {
      sample.add(i, i > 90, 1);
    }
    RequestEstimates estimates = RequestEstimates.of(sample, 0.95);
    assertThat(estimates.requests()).isEqualTo(new Interval(100, 100, 100));
    assertThat(estimates.errorShare()).isEqualTo(new Interval(0.1, 0.1, 0.1));
    assertThat(estimates.durationNanos()).isEqualTo(new Interval(95, 95, 95));
    assertThat(estimates.effective()).isEqualTo(100);
    assertThat(estimates.requestsPerSecond(50)).isEqualTo(new Interval(2, 2, 2));
  }

  @Test
  void anEmptySampleSetsNoLimits() {
    RequestEstimates estimates = RequestEstimates.of(new RequestSample(), 0.95);
    assertThat(estimates.n()).isZero();
    assertThat(estimates.errorShare()).isEqualTo(new Interval(0, 0, 1));
    assertThat(estimates.durationNanos()).isEqualTo(new Interval(0, 0, Double.POSITIVE_INFINITY));
  }

  @Test
  void weighsEachRequestByWhatItStandsFor() {
    RequestSample sample = new RequestSample();
    for (int i = 0; i < 100; i++) {
      sample.add(10, false, 0.1);
      sample.add(1_000, true, 1);
    }
    RequestEstimates estimates = RequestEstimates.of(sample, 0.5);
    assertThat(estimates.requests().value()).isCloseTo(1_100, within(1e-6));
    assertThat(estimates.errorShare().value()).isCloseTo(1 / 11.0, within(1e-9));
    assertThat(estimates.durationNanos().value()).isEqualTo(10);
    assertThat(estimates.effective()).isCloseTo(1_100 * 1_100 / 10_100.0, within(1e-6));
  }

  @Test
  void noErrorAmongFewSampledDoesNotMeanNoError() {
    RequestSample sample = new RequestSample();
    for (int i = 0; i < 100; i++) {
      sample.add(10, false, 0.1);
    }
    Interval share = RequestEstimates.of(sample, 0.5).errorShare();
    assertThat(share.low()).isZero();
    assertThat(share.high()).isBetween(0.025, 0.045);
  }

  @Test
  void aQuantileBeyondTheSampleHasNoUpperLimit() {
    RequestSample sample = new RequestSample();
    for (int i = 1; i <= 100; i++) {
      sample.add(i, false, 0.1);
    }
    assertThat(RequestEstimates.of(sample, 0.99).durationNanos().high())
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(RequestEstimates.of(sample, 0.5).durationNanos().high()).isBetween(55.0, 70.0);
  }

  @Test
  void refusesProbabilitiesAndQuantilesThatAreNone() {
    RequestSample sample = new RequestSample();
    assertThatThrownBy(() -> sample.add(1, false, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sample.add(1, false, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RequestEstimates.of(sample, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void intervalsHoldTheTruthUnderOneRate() {
    covered(population(3_000, 0.03, _ -> 0.05), 0.95);
  }

  @Test
  void intervalsHoldTheTruthUnderOneLowRate() {
    covered(population(4_000, 0.02, _ -> 0.01), 0.5);
  }

  @Test
  void intervalsHoldTheTruthWhereErrorsAndSlowRequestsAreKept() {
    covered(
        population(6_000, 0.02, each -> each.failed() || each.durationNanos() > 1_000 ? 1 : 0.05),
        0.95);
  }

  @Test
  void intervalsHoldTheTruthAtTheTail() {
    covered(
        population(6_000, 0.02, each -> each.failed() || each.durationNanos() > 1_000 ? 1 : 0.05),
        0.99);
  }

  @Test
  void intervalsHoldTheTruthUnderManyRates() {
    SplittableRandom random = new SplittableRandom(4);
    covered(population(5_000, 0.1, _ -> Math.pow(10, -2 * random.nextDouble())), 0.9);
  }

  private static Request[] population(
      int size, double failures, ToDoubleFunction<Request> probability) {
    SplittableRandom random = new SplittableRandom(17);
    Request[] all = new Request[size];
    for (int i = 0; i < size; i++) {
      double duration = 100 * Math.exp(random.nextGaussian());
      Request request = new Request(duration, random.nextDouble() < failures, 1);
      all[i] = new Request(duration, request.failed(), probability.applyAsDouble(request));
    }
    return all;
  }

  private static void covered(Request[] population, double quantile) {
    double failed = Arrays.stream(population).filter(Request::failed).count();
    double[] sorted =
        Arrays.stream(population).mapToDouble(Request::durationNanos).sorted().toArray();
    double truth = sorted[(int) Math.ceil(quantile * sorted.length) - 1];
    int requests = 0;
    int shares = 0;
    int durations = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      RequestEstimates estimates = RequestEstimates.of(drawn(population, draw), quantile);
      requests += holds(estimates.requests(), population.length);
      shares += holds(estimates.errorShare(), failed / population.length);
      durations += holds(estimates.durationNanos(), truth);
    }
    assertThat(requests / (double) DRAWS).as("requests").isGreaterThanOrEqualTo(COVERED_MIN);
    assertThat(shares / (double) DRAWS).as("error share").isGreaterThanOrEqualTo(COVERED_MIN);
    assertThat(durations / (double) DRAWS).as("quantile").isGreaterThanOrEqualTo(COVERED_MIN);
  }

  private static RequestSample drawn(Request[] population, int seed) {
    SplittableRandom random = new SplittableRandom(1_000 + seed);
    RequestSample sample = new RequestSample();
    for (Request request : population) {
      if (random.nextDouble() < request.probability()) {
        sample.add(request.durationNanos(), request.failed(), request.probability());
      }
    }
    return sample;
  }

  private static int holds(Interval interval, double truth) {
    return interval.low() <= truth * (1 + 1e-9) && truth * (1 - 1e-9) <= interval.high() ? 1 : 0;
  }
}
