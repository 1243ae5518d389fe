package dev.hopwise.store.lake;

import dev.hopwise.model.TraceId;
import dev.hopwise.store.SearchRequest.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The newest places seen so far, one per trace, at most `limit + 1` (one more than asked for tells
/// whether there are more).
///
/// A trace's place is its newest matching span, which may come from any segment and at any time. So
/// a trace is held back from the answer only by {@link #after}: its place counts as final once all
/// segments that may hold a newer span were asked. Traces whose place is at or before `after` are
/// answered already; since a later segment may still show an older span of such a trace, they are
/// remembered.
///
/// Used by one thread.
final class TopPlaces {

  private final int capacity;
  private final @Nullable Place after;
  private final TreeSet<Place> places = new TreeSet<>();
  private final Map<TraceId, Place> byTrace = new HashMap<>();
  private final Map<TraceId, Boolean> answered = new HashMap<>();

  TopPlaces(int limit, @Nullable Place after) {
    this.capacity = limit + 1;
    this.after = after;
  }

  /// Whether a match that starts then could change the answer.
  boolean wants(long startEpochNanos) {
    return places.size() < capacity || startEpochNanos >= places.last().newestStartEpochNanos();
  }

  /// A span that matches.
  void offer(long traceIdHigh, long traceIdLow, long startEpochNanos) {
    if (!wants(startEpochNanos)) {
      return;
    }
    Place place = new Place(startEpochNanos, new TraceId(traceIdHigh, traceIdLow));
    if (after != null && place.compareTo(after) <= 0) {
      forget(place.traceId());
      return;
    }
    if (!answered.containsKey(place.traceId())) {
      put(place);
    }
  }

  /// In order; one more than the limit when there are more.
  List<Place> places() {
    return List.copyOf(places);
  }

  /// Whether a segment whose newest span starts then can still change the answer.
  boolean needs(long maxStartEpochNanos) {
    return wants(maxStartEpochNanos);
  }

  private void put(Place place) {
    Place known = byTrace.get(place.traceId());
    if (known != null) {
      if (known.compareTo(place) <= 0) {
        return;
      }
      places.remove(known);
    }
    places.add(place);
    byTrace.put(place.traceId(), place);
    if (places.size() > capacity) {
      byTrace.remove(places.pollLast().traceId());
    }
  }

  private void forget(TraceId traceId) {
    answered.put(traceId, true);
    Place known = byTrace.remove(traceId);
    if (known != null) {
      places.remove(known);
    }
  }
}
