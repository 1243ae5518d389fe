package dev.hopwise.simulate;

import dev.hopwise.model.Attributes;
import dev.hopwise.model.Link;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import dev.hopwise.simulate.Fault.Break;
import dev.hopwise.simulate.Target.OfDependency;
import dev.hopwise.simulate.Target.OfEdge;
import dev.hopwise.simulate.Target.OfService;
import dev.hopwise.simulate.Visit.Position;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request's way through the topology: when everything begins and ends, and with what error.
///
/// Every step draws from a random of its own, split off in order, and faults draw by {@link Dice}.
/// So the same request without a fault differs by what that fault does and by nothing else, which
/// is what makes its effect known exactly.
final class Walk {

  private static final int DEPTH_MAX = 40;
  private static final int SAMPLED_AND_RANDOM = 0x3;

  /// What a service that fails by a fault does before it does.
  private static final Latency BEFORE_FAILING = new Latency(3, 0.3);

  private final Topology.Index index;
  private final RequestFaults faults;
  private final Consumer<Visit> visits;
  private int depth;

  /// @param visits is told every span, children before their parent
  Walk(Topology.Index index, RequestFaults faults, Consumer<Visit> visits) {
    this.index = index;
    this.faults = faults;
    this.visits = visits;
  }

  /// When something was done, and with what error.
  record Outcome(long end, @Nullable String error) {}

  /// Who is at work, and the span that it works in.
  private record Frame(Place place, TraceId traceId, long spanId) {
    Position child(long spanId) {
      return new Position(traceId, spanId, this.spanId, false, null);
    }
  }

  /// Makes one attempt.
  private interface Attempt {
    Outcome make(int attempt, long at, SplittableRandom random);
  }

  /// The request arrives at an entry, as the root of a trace.
  Outcome enter(Endpoint endpoint, TraceId traceId, long at, SplittableRandom random) {
    Position root = new Position(traceId, spanId(random), 0, false, null);
    return serve(endpoint, endpoint, SpanKind.SERVER, root, at, random);
  }

  private Outcome serve(
      Endpoint endpoint,
      Subject subject,
      SpanKind kind,
      Position position,
      long at,
      SplittableRandom random) {
    if (++depth > DEPTH_MAX) {
      throw new IllegalStateException("calls go round in a circle at " + endpoint.key());
    }
    Service service = index.service(endpoint.service());
    Place place = Place.pick(service, random);
    Frame frame = new Frame(place, position.traceId(), position.spanId());
    OfService target = new OfService(service.name());
    long bits = random.nextLong();
    double luck = random.nextDouble();
    SplittableRandom inside = random.split();
    long start = at + faults.extra(target, place, at, bits);
    @Nullable String fault = faults.failure(target, place, at, bits);
    Outcome outcome =
        fault == null
            ? run(endpoint.steps(), frame, start, inside)
            : new Outcome(start + BEFORE_FAILING.draw(inside), null);
    boolean thrown = fault != null || (outcome.error() == null && luck < endpoint.failures());
    @Nullable String own = fault == null ? "IllegalStateException" : fault;
    @Nullable String error = thrown ? own : outcome.error();
    visits.accept(
        new Visit(subject, kind, place, position, at, outcome.end(), error, thrown, 0, bits));
    depth--;
    return new Outcome(outcome.end(), error);
  }

  private Outcome run(List<Step> steps, Frame frame, long at, SplittableRandom random) {
    long t = at;
    for (Step step : steps) {
      Outcome outcome = step(step, frame, t, random.split());
      t = outcome.end();
      if (outcome.error() != null) {
        return outcome;
      }
    }
    return new Outcome(t, null);
  }

  private Outcome step(Step step, Frame frame, long at, SplittableRandom random) {
    return switch (step) {
      case Step.Work(Latency latency) -> new Outcome(at + latency.draw(random), null);
      case Step.Local local -> local(local, frame, at, random);
      case Step.Call call ->
          attempts(call.retries(), at, random, (n, t, own) -> call(call, n, frame, t, own));
      case Step.Query query -> query(query, frame, at, random);
      case Step.Lookup lookup -> lookup(lookup, frame, at, random);
      case Step.Outside outside ->
          attempts(
              outside.retries(), at, random, (n, t, own) -> outside(outside, n, frame, t, own));
      case Step.Publish publish -> publish(publish, frame, at, random);
      case Step.Parallel parallel -> parallel(parallel, frame, at, random);
      case Step.Repeat repeat -> repeat(repeat, frame, at, random);
      case Step.Sometimes(double share, List<Step> steps) ->
          random.nextDouble() < share ? run(steps, frame, at, random) : new Outcome(at, null);
      case Step.Tolerate(List<Step> steps) ->
          new Outcome(run(steps, frame, at, random).end(), null);
    };
  }

  private static Outcome attempts(
      Retries retries, long at, SplittableRandom random, Attempt attempt) {
    Outcome outcome = attempt.make(0, at, random.split());
    for (int n = 1; n < retries.attemptsMax() && outcome.error() != null; n++) {
      SplittableRandom own = random.split();
      outcome = attempt.make(n, outcome.end() + retries.pause().draw(own), own);
    }
    return outcome;
  }

  private Outcome local(Step.Local local, Frame frame, long at, SplittableRandom random) {
    long id = spanId(random);
    Frame inside = new Frame(frame.place(), frame.traceId(), id);
    Outcome outcome = run(local.steps(), inside, at, random.split());
    tell(local, SpanKind.INTERNAL, frame, id, at, outcome, 0, random);
    return outcome;
  }

  private Outcome call(Step.Call call, int attempt, Frame frame, long at, SplittableRandom random) {
    Endpoint endpoint = index.endpoint(call.endpoint());
    long id = spanId(random);
    long bits = random.nextLong();
    OfEdge edge = new OfEdge(frame.place().service().name(), endpoint.service());
    long network = call.network().draw(random) + faults.extra(edge, frame.place(), at, bits);
    Position position = arriving(frame, id, endpoint.service(), at, bits, random);
    SplittableRandom there = random.split();
    @Nullable String refused = faults.failure(edge, frame.place(), at, bits);
    Outcome served =
        refused == null
            ? serve(endpoint, endpoint, SpanKind.SERVER, position, at + network / 2, there)
            : new Outcome(at, refused);
    boolean failed = served.error() != null;
    @Nullable String seen = !failed ? null : refused != null ? refused : seenBy(endpoint);
    Outcome outcome = new Outcome(served.end() + network - network / 2, seen);
    tell(call, SpanKind.CLIENT, frame, id, at, outcome, attempt, random);
    return outcome;
  }

  /// What a failure of the callee looks like to its caller.
  private static String seenBy(Endpoint endpoint) {
    return endpoint.protocol() == Endpoint.Protocol.GRPC ? "UNAVAILABLE" : "500";
  }

  /// Where the callee's span stands, which depends on what arrives of the context.
  private Position arriving(
      Frame frame, long spanId, String callee, long at, long bits, SplittableRandom random) {
    TraceId fresh = traceId(random);
    long own = spanId(random);
    long stranger = spanId(random);
    return switch (faults.broken(frame.place(), callee, at, bits)) {
      case Break.STRIPPED -> new Position(fresh, own, 0, false, null);
      case Break.REWRITTEN -> new Position(frame.traceId(), own, stranger, true, null);
      case null -> new Position(frame.traceId(), own, spanId, true, null);
    };
  }

  private Outcome query(Step.Query query, Frame frame, long at, SplittableRandom random) {
    return leaf(
        query,
        query.database(),
        query.latency(),
        query.failures(),
        "SQLException",
        0,
        frame,
        at,
        random);
  }

  private Outcome outside(
      Step.Outside outside, int attempt, Frame frame, long at, SplittableRandom random) {
    return leaf(
        outside,
        outside.host(),
        outside.latency(),
        outside.failures(),
        "503",
        attempt,
        frame,
        at,
        random);
  }

  private Outcome lookup(Step.Lookup lookup, Frame frame, long at, SplittableRandom random) {
    boolean hit = random.nextDouble() < lookup.hits();
    Outcome found =
        leaf(lookup, lookup.cache(), lookup.latency(), 0, "", 0, frame, at, random.split());
    return hit || found.error() != null
        ? found
        : run(lookup.onMiss(), frame, found.end(), random.split());
  }

  private Outcome leaf(
      Step step,
      String name,
      Latency latency,
      double failures,
      String errorType,
      int attempt,
      Frame frame,
      long at,
      SplittableRandom random) {
    long id = spanId(random);
    long bits = random.nextLong();
    boolean unlucky = random.nextDouble() < failures;
    OfDependency target = new OfDependency(name);
    long end = at + latency.draw(random) + faults.extra(target, frame.place(), at, bits);
    @Nullable String fault = faults.failure(target, frame.place(), at, bits);
    @Nullable String natural = unlucky ? errorType : null;
    Outcome outcome = new Outcome(end, fault == null ? natural : fault);
    tell(step, SpanKind.CLIENT, frame, id, at, outcome, attempt, random);
    return outcome;
  }

  private Outcome publish(Step.Publish publish, Frame frame, long at, SplittableRandom random) {
    long id = spanId(random);
    long bits = random.nextLong();
    Outcome sent = new Outcome(at + SENDING.draw(random), null);
    tell(publish, SpanKind.PRODUCER, frame, id, at, sent, 0, random);
    Endpoint consumer = index.endpoint(publish.endpoint());
    OfDependency queue = new OfDependency(publish.queue());
    long wait = publish.waiting().draw(random) + faults.extra(queue, frame.place(), at, bits);
    Position position = arriving(frame, id, consumer.service(), at, bits, random);
    if (publish.linked() && position.parentSpanId() != 0) {
      Link link = new Link(frame.traceId(), id, "", Attributes.EMPTY, 0, SAMPLED_AND_RANDOM);
      position = new Position(traceId(random), position.spanId(), 0, false, link);
    }
    serve(consumer, publish, SpanKind.CONSUMER, position, sent.end() + wait, random.split());
    return sent;
  }

  private static final Latency SENDING = new Latency(1.2, 0.3);

  private Outcome parallel(Step.Parallel parallel, Frame frame, long at, SplittableRandom random) {
    long end = at;
    @Nullable String error = null;
    for (List<Step> branch : parallel.branches()) {
      Outcome outcome = run(branch, frame, at, random.split());
      end = Math.max(end, outcome.end());
      error = error == null ? outcome.error() : error;
    }
    return new Outcome(end, error);
  }

  private Outcome repeat(Step.Repeat repeat, Frame frame, long at, SplittableRandom random) {
    int times = repeat.min() + random.nextInt(repeat.max() - repeat.min() + 1);
    long t = at;
    for (int i = 0; i < times; i++) {
      Outcome outcome = run(repeat.steps(), frame, t, random.split());
      if (outcome.error() != null) {
        return outcome;
      }
      t = outcome.end() + (i + 1 < times ? repeat.pause().draw(random.split()) : 0);
    }
    return new Outcome(t, null);
  }

  private void tell(
      Step step,
      SpanKind kind,
      Frame frame,
      long spanId,
      long start,
      Outcome outcome,
      int attempt,
      SplittableRandom random) {
    boolean thrown = step instanceof Step.Query && outcome.error() != null;
    visits.accept(
        new Visit(
            step,
            kind,
            frame.place(),
            frame.child(spanId),
            start,
            outcome.end(),
            outcome.error(),
            thrown,
            attempt,
            random.nextLong()));
  }

  private static long spanId(SplittableRandom random) {
    long id = random.nextLong();
    return id == 0 ? 1 : id;
  }

  private static TraceId traceId(SplittableRandom random) {
    return new TraceId(random.nextLong(), random.nextLong());
  }
}
