package dev.hopwise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.store.memory.SpanMatcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a search over given spans has to answer.
final class SearchOracle {

  private SearchOracle() {}

  /// Every place behind the request's `after`, in order.
  static List<Place> expected(List<Span> spans, SearchRequest request) {
    Map<TraceId, Place> newest = new HashMap<>();
    for (Span span : spans) {
      if (request.range().contains(span.startEpochNanos())
          && SpanMatcher.matches(request.filter(), span)) {
        Place place = new Place(span.startEpochNanos(), span.traceId());
        newest.merge(span.traceId(), place, (a, b) -> a.compareTo(b) < 0 ? a : b);
      }
    }
    return newest.values().stream()
        .filter(place -> request.after() == null || place.compareTo(request.after()) > 0)
        .sorted()
        .toList();
  }

  /// Asserts that the page is right, or where it is partial, that it says so truthfully.
  static void check(List<Span> spans, SearchRequest request, SearchPage page) {
    List<Place> expected = expected(spans, request);
    assertThat(page.places().size()).isLessThanOrEqualTo(request.limit());
    assertThat(page.completeFromEpochNanos())
        .isGreaterThanOrEqualTo(request.range().fromEpochNanos());
    assertThat(page.places()).containsAll(completePart(expected, page));
    if (page.partial()) {
      checkPartial(spans, request, page, expected);
    } else {
      checkWhole(request, page, expected);
    }
  }

  private static void checkWhole(SearchRequest request, SearchPage page, List<Place> expected) {
    boolean more = expected.size() > request.limit();
    assertThat(page.places()).isEqualTo(more ? expected.subList(0, request.limit()) : expected);
    assertThat(page.more()).isEqualTo(more);
    assertThat(page.completeFromEpochNanos())
        .isLessThanOrEqualTo(
            more
                ? page.places().getLast().newestStartEpochNanos() + 1
                : request.range().fromEpochNanos());
  }

  /// Places below `completeFrom` may be missing or be those of an older span, but never invented.
  private static void checkPartial(
      List<Span> spans, SearchRequest request, SearchPage page, List<Place> expected) {
    assertThat(page.more()).isTrue();
    assertThat(page.places()).isSorted().doesNotHaveDuplicates();
    List<Place> complete = completePart(expected, page);
    assertThat(page.places().subList(0, complete.size())).isEqualTo(complete);
    for (Place place : page.places()) {
      assertThat(spans)
          .anyMatch(span ->
              span.traceId().equals(place.traceId())
                  && span.startEpochNanos() == place.newestStartEpochNanos()
                  && SpanMatcher.matches(request.filter(), span));
    }
  }

  private static List<Place> completePart(List<Place> expected, SearchPage page) {
    return expected.stream()
        .takeWhile(p -> p.newestStartEpochNanos() >= page.completeFromEpochNanos())
        .toList();
  }
}
