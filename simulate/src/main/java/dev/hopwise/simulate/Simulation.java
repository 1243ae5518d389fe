package dev.hopwise.simulate;

import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// A run of a scenario, request by request in order of arrival.
///
/// Scenario, seed, rate, start and length determine every span. Another start moves all times and
/// changes nothing else. Not thread safe.
public final class Simulation {

  /// Under which number traffic's own dice stand, beside those of the faults.
  private static final int ENTRY = 1;

  private static final int TENANT = 2;

  private final Settings settings;
  private final Schedule schedule;
  private final Topology.Index index;
  private final Traffic traffic;
  private final SpanMaker maker;
  private final HeadProbability head;
  private final SplittableRandom arrivals;
  private long nextArrival;
  private long number;

  /// What a run is made of.
  ///
  /// @param requestsPerSecond above 0
  /// @param startEpochNanos of the run
  /// @param lengthNanos in which requests arrive; the last spans end later
  public record Settings(
      Scenario scenario,
      long seed,
      double requestsPerSecond,
      long startEpochNanos,
      long lengthNanos) {
    public Settings {
      if (!(requestsPerSecond > 0 && lengthNanos > 0)) {
        throw new IllegalArgumentException("a run without requests");
      }
    }
  }

  /// A run from its beginning.
  public Simulation(Settings settings) {
    this.settings = settings;
    Scenario scenario = settings.scenario();
    schedule = new Schedule(scenario.faults(), settings.startEpochNanos(), settings.lengthNanos());
    index = Topology.Index.of(scenario.topology());
    traffic = new Traffic(scenario.topology(), schedule, settings.requestsPerSecond());
    head = HeadProbability.of(scenario.headProbability());
    maker = new SpanMaker(index, schedule, head.traceState());
    arrivals = new SplittableRandom(settings.seed());
    nextArrival = traffic.nextArrival(settings.startEpochNanos(), arrivals);
  }

  /// What it is made of.
  public Settings settings() {
    return settings;
  }

  /// When the next request arrives; empty when there is none left.
  public Optional<Long> nextArrivalEpochNanos() {
    boolean over = nextArrival >= settings.startEpochNanos() + settings.lengthNanos();
    return over ? Optional.empty() : Optional.of(nextArrival);
  }

  /// The next request; empty when there is none left.
  public Optional<SimulatedRequest> next() {
    if (nextArrivalEpochNanos().isEmpty()) {
      return Optional.empty();
    }
    long at = nextArrival;
    nextArrival = traffic.nextArrival(at, arrivals);
    return Optional.of(request(number++, at));
  }

  private SimulatedRequest request(long number, long at) {
    long bits = Dice.mix(Dice.mix(settings.seed()) + number);
    Endpoint entry = index.endpoint(traffic.entry(at, Dice.of(bits, ENTRY)));
    String tenant = traffic.tenant(Dice.of(bits, TENANT));
    TraceId traceId = new TraceId(Dice.mix(bits + 1), Dice.mix(bits + 2));
    boolean sampled = head.samples(traceId);
    RequestRecorder recorder = new RequestRecorder(schedule, maker, tenant, traceId);
    RequestFaults faults = new RequestFaults(schedule, tenant, RequestFaults.NONE);
    Walk walk = new Walk(index, faults, recorder::record);
    long end = walk.enter(entry, traceId, at, new SplittableRandom(bits)).end();
    List<RequestTruth.Effect> effects = new ArrayList<>();
    for (int fault = 0; fault < faults.calls().length; fault++) {
      if (faults.calls()[fault] > 0) {
        long without = endWithout(fault, entry, traceId, tenant, at, bits);
        effects.add(new RequestTruth.Effect(fault, faults.calls()[fault], end - without));
      }
    }
    RequestTruth truth = new RequestTruth(number, tenant, sampled, recorder.truths(), effects);
    return new SimulatedRequest(sampled ? recorder.spans() : List.of(), truth);
  }

  private long endWithout(
      int fault, Endpoint entry, TraceId traceId, String tenant, long at, long bits) {
    RequestFaults faults = new RequestFaults(schedule, tenant, fault);
    return new Walk(index, faults, _ -> {})
        .enter(entry, traceId, at, new SplittableRandom(bits))
        .end();
  }
}
