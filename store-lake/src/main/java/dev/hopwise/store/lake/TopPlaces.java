package dev.hopwise.store.lake;

import dev.hopwise.model.TraceId;
import dev.hopwise.store.SearchRequest.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The newest places seen so far, one per trace, at most `capacity`.
///
/// A trace's place is its newest matching span, which may come from any segment and at any time; it
/// is final once all segments that may hold a newer span were asked. Traces whose place is at or
/// before `after` are answered already; since a later segment may still show an older span of such
/// a trace, they are remembered.
///
/// A trace that was a candidate can so turn out to be answered, and leaves a gap that an earlier
/// refused one should have filled. Therefore {@link #places} gives only what is certain: what is
/// newer than everything that was ever refused. When that is too little ({@link #isExact}), the
/// search has to be repeated with more room.
///
/// Used by one thread.
final class TopPlaces {

  private final int capacity;
  private final @Nullable Place after;
  private final TreeSet<Place> places = new TreeSet<>();
  private final Map<TraceId, Place> byTrace = new HashMap<>();
  private final Set<TraceId> answered = new HashSet<>();

  /// Every place refused so far stands behind it; null while none was refused.
  private @Nullable Place floor;

  TopPlaces(int capacity, @Nullable Place after) {
    this.capacity = capacity;
    this.after = after;
  }

  /// Whether a match that starts then could change the answer.
  boolean wants(long startEpochNanos) {
    return startEpochNanos >= leastWanted();
  }

  /// The earliest start that could change the answer.
  long leastWanted() {
    return floor == null ? Long.MIN_VALUE : floor.newestStartEpochNanos();
  }

  /// A span that matches.
  void offer(long traceIdHigh, long traceIdLow, long startEpochNanos) {
    if (!wants(startEpochNanos)) {
      return;
    }
    Place place = new Place(startEpochNanos, new TraceId(traceIdHigh, traceIdLow));
    if (after != null && place.compareTo(after) <= 0) {
      forget(place.traceId());
    } else if (!answered.contains(place.traceId())) {
      put(place);
    }
  }

  /// In order, as far as they are certain.
  List<Place> places() {
    return List.copyOf(floor == null ? places : places.headSet(floor, true));
  }

  /// Whether at least so many places are certain, or all there are.
  boolean isExact(int wanted) {
    return floor == null || places.headSet(floor, true).size() >= wanted;
  }

  /// No place at or after this time was refused.
  long certainFrom() {
    return floor == null ? Long.MIN_VALUE : floor.newestStartEpochNanos() + 1;
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
      byTrace.remove(places.removeLast().traceId());
    }
    raiseFloor();
  }

  /// From now on, what is behind the last place of a full list will be refused.
  private void raiseFloor() {
    if (places.size() == capacity && (floor == null || places.last().compareTo(floor) < 0)) {
      floor = places.last();
    }
  }

  private void forget(TraceId traceId) {
    answered.add(traceId);
    Place known = byTrace.remove(traceId);
    if (known != null) {
      places.remove(known);
    }
  }
}
