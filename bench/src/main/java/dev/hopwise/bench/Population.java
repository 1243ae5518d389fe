package dev.hopwise.bench;

import dev.hopwise.sample.ErrorKind;
import dev.hopwise.sample.NameHash;
import dev.hopwise.simulate.RequestTruth;
import dev.hopwise.simulate.SimulatedRequest;
import dev.hopwise.simulate.Simulation;
import dev.hopwise.simulate.TraceTruth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Traces of which everything is known that estimates are made of, in the order in which they are
/// decided.
final class Population {

  /// What a span of the simulator takes as OTLP, about.
  private static final long BYTES_PER_SPAN = 500;

  /// From a root's end to the decision.
  private static final long QUIET_NANOS = 2_000_000_000;

  private final List<Member> members;
  private final double seconds;

  private Population(List<Member> members, double seconds) {
    this.members = members;
    this.seconds = seconds;
  }

  /// A trace, whatever its id will be.
  record Member(
      String service,
      String name,
      long operationHash,
      String tenant,
      long startEpochNanos,
      long durationNanos,
      boolean failed,
      int spans,
      List<ErrorKind> errorKinds) {

    long bytes() {
      return spans * BYTES_PER_SPAN;
    }

    long decidedEpochNanos() {
      return startEpochNanos + durationNanos + QUIET_NANOS;
    }
  }

  /// The first so many traces of a run, linked consumers' traces included.
  static Population of(Simulation simulation, int size) {
    List<Member> members = new ArrayList<>(size);
    while (members.size() < size) {
      Optional<SimulatedRequest> next = simulation.next();
      if (next.isEmpty()) {
        break;
      }
      RequestTruth truth = next.get().truth();
      for (TraceTruth trace : truth.traces()) {
        members.add(member(trace, truth.tenant()));
      }
    }
    long last = members.getLast().startEpochNanos();
    double seconds = (last - simulation.settings().startEpochNanos()) / 1e9;
    members.sort(Comparator.comparingLong(Member::decidedEpochNanos));
    return new Population(members, seconds);
  }

  private static Member member(TraceTruth trace, String tenant) {
    return new Member(
        trace.service().intern(),
        trace.name().intern(),
        NameHash.ofOperation(trace.service(), trace.name()),
        tenant,
        trace.startEpochNanos(),
        trace.durationNanos(),
        trace.failed(),
        trace.spans(),
        kinds(trace.errorKinds()));
  }

  private static List<ErrorKind> kinds(Set<dev.hopwise.simulate.ErrorKind> kinds) {
    return kinds.stream()
        .map(kind -> new ErrorKind(kind.service(), kind.spanName(), kind.errorType()))
        .sorted(Comparator.comparing(ErrorKind::toString))
        .toList();
  }

  List<Member> members() {
    return members;
  }

  int size() {
    return members.size();
  }

  /// From the run's start to the last trace's.
  double seconds() {
    return seconds;
  }

  long spans() {
    return members.stream().mapToLong(Member::spans).sum();
  }

  double errorShare() {
    return members.stream().filter(Member::failed).count() / (double) size();
  }

  double quantile(double quantile) {
    long[] sorted = members.stream().mapToLong(Member::durationNanos).toArray();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
  }
}
