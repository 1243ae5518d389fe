package dev.hopwise.store.lake;

import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.store.TimeRange;
import java.util.Comparator;
import java.util.List;

/// One search over the segments of one state, newest first, until no further segment can change the
/// answer or the time is over.
final class LakeSearch {

  /// Room for traces that are found before it is known that they were answered already.
  private static final int SLACK = 32;

  private static final int ROOM_GROWTH = 4;

  private final SearchRequest request;
  private final List<Segment> segments;
  private final ReadBudget budget;
  private int segmentsRead;
  private int segmentsPruned;

  /// Every match from here on was looked at.
  private long completeFrom;

  LakeSearch(SearchRequest request, List<Segment> all) {
    this.request = request;
    this.segments =
        all.stream()
            .filter(s -> request.range().overlaps(s.minStartEpochNanos(), s.maxStartEpochNanos()))
            .sorted(Comparator.comparingLong(Segment::maxStartEpochNanos).reversed())
            .toList();
    this.budget = new ReadBudget(request.timeLimit());
    this.completeFrom = request.range().fromEpochNanos();
  }

  SearchPage run() {
    int wanted = request.limit() + 1;
    int room = request.after() == null ? wanted : wanted + SLACK;
    TopPlaces top = new TopPlaces(room, request.after());
    boolean partial = !readInto(top);
    while (!partial && !top.isExact(wanted)) {
      room = Math.multiplyExact(room, ROOM_GROWTH);
      top = new TopPlaces(room, request.after());
      partial = !readInto(top);
    }
    return page(top, partial);
  }

  /// @return whether it came to an end before the time was over
  private boolean readInto(TopPlaces top) {
    segmentsRead = 0;
    segmentsPruned = segments.size();
    for (Segment segment : segments) {
      if (!top.needs(newestInRange(segment))) {
        return true;
      }
      read(segment, top);
      if (budget.exhausted()) {
        completeFrom = Math.max(request.range().fromEpochNanos(), newestInRange(segment) + 1);
        segmentsPruned = 0;
        return false;
      }
    }
    return true;
  }

  /// A segment that was asked but needed not look at a single span was ruled out.
  private void read(Segment segment, TopPlaces top) {
    long before = budget.inspectedSpans() + budget.inspectedBytes();
    if (!budget.exhausted()) {
      segment.search(request.filter(), request.range(), top, budget);
    }
    if (budget.inspectedSpans() + budget.inspectedBytes() > before) {
      segmentsRead++;
      segmentsPruned--;
    }
  }

  private long newestInRange(Segment segment) {
    TimeRange range = request.range();
    return Math.min(segment.maxStartEpochNanos(), range.toEpochNanos() - 1);
  }

  private SearchPage page(TopPlaces top, boolean partial) {
    List<Place> places = top.places();
    boolean more = places.size() > request.limit();
    if (more) {
      raise(places.get(request.limit()).newestStartEpochNanos() + 1);
    } else if (partial) {
      raise(top.certainFrom());
    }
    return new SearchPage(
        more ? places.subList(0, request.limit()) : places,
        more || partial,
        partial,
        completeFrom,
        budget.inspectedSpans(),
        budget.inspectedBytes(),
        segmentsRead,
        segmentsPruned);
  }

  private void raise(long from) {
    completeFrom = Math.max(completeFrom, from);
  }
}
