package dev.hopwise.simulate;

import dev.hopwise.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// A run as its exporters send it: the spans of all requests in the order in which they are sent,
/// late ones in their place. Holds only what has begun and is not yet sent.
public final class Delivery {

  private final Simulation simulation;
  private final Observer observer;
  private final PriorityQueue<SimulatedSpan> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(SimulatedSpan::sentEpochNanos)
              .thenComparingLong(each -> each.span().spanId()));

  /// Is told what is true of each request before its first span is sent.
  public interface Observer {
    void request(RequestTruth truth);
  }

  /// Of a run that has not begun.
  public Delivery(Simulation simulation, Observer observer) {
    this.simulation = simulation;
    this.observer = observer;
  }

  /// The next spans in order of sending, at most so many and only those that are sent until then.
  ///
  /// @param untilEpochNanos exclusive
  public List<Span> next(int spansMax, long untilEpochNanos) {
    List<Span> batch = new ArrayList<>();
    while (batch.size() < spansMax) {
      makeRequestsUntil(untilEpochNanos);
      SimulatedSpan first = waiting.peek();
      if (first == null || first.sentEpochNanos() >= untilEpochNanos) {
        break;
      }
      batch.add(first.span());
      waiting.remove();
    }
    return batch;
  }

  /// Whether everything was handed out.
  public boolean isDone() {
    return waiting.isEmpty() && simulation.nextArrivalEpochNanos().isEmpty();
  }

  /// A span is never sent before its request has begun, so requests that begin later than the first
  /// waiting span need not be made yet.
  private void makeRequestsUntil(long untilEpochNanos) {
    while (true) {
      Optional<Long> arrival = simulation.nextArrivalEpochNanos();
      SimulatedSpan first = waiting.peek();
      long limit =
          first == null ? untilEpochNanos : Math.min(untilEpochNanos, first.sentEpochNanos());
      if (arrival.isEmpty() || arrival.get() > limit) {
        return;
      }
      simulation
          .next()
          .ifPresent(request -> {
            observer.request(request.truth());
            waiting.addAll(request.spans());
          });
    }
  }
}
