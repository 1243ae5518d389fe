package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.TraceId;
import dev.hopwise.store.SearchRequest.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopPlacesTest {

  @Test
  void givesTheNewestPlaceOfEachTrace() {
    TopPlaces top = new TopPlaces(3, null);
    top.offer(0, 1, 10);
    top.offer(0, 2, 30);
    top.offer(0, 1, 20);
    top.offer(0, 1, 5);
    assertThat(top.places()).containsExactly(place(30, 2), place(20, 1));
    assertThat(top.isExact(3)).isTrue();
  }

  @Test
  void saysThatItIsNotExactWhenAnAnsweredTraceHadDisplacedAnother() {
    TopPlaces top = new TopPlaces(1, place(50, 9));
    top.offer(0, 1, 40);
    top.offer(0, 2, 30);
    top.offer(0, 1, 60);
    assertThat(top.places()).isEmpty();
    assertThat(top.isExact(1)).isFalse();
  }

  @Test
  void isExactOrSaysSoWhateverTheOrderOfTheSpans() {
    Random random = new Random(7);
    for (int round = 0; round < 5_000; round++) {
      @Nullable Place after = random.nextBoolean() ? place(random.nextInt(20), 3) : null;
      int capacity = 1 + random.nextInt(6);
      TopPlaces top = new TopPlaces(capacity, after);
      Map<TraceId, Place> newest = new HashMap<>();
      for (int i = 0; i < random.nextInt(40); i++) {
        Place place = place(random.nextInt(20), random.nextInt(8));
        newest.merge(place.traceId(), place, (a, b) -> a.compareTo(b) < 0 ? a : b);
        top.offer(0, place.traceId().low(), place.newestStartEpochNanos());
      }
      List<Place> expected = new ArrayList<>(newest.values());
      expected.removeIf(p -> after != null && p.compareTo(after) <= 0);
      expected.sort(null);
      if (top.isExact(capacity)) {
        assertThat(top.places()).isEqualTo(first(expected, capacity));
      } else {
        assertThat(top.places()).isEqualTo(first(expected, top.places().size()));
      }
    }
  }

  private static List<Place> first(List<Place> places, int count) {
    return places.subList(0, Math.min(count, places.size()));
  }

  private static Place place(long start, long trace) {
    return new Place(start, new TraceId(0, trace));
  }
}
