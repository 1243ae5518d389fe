package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.memory.SpanMatcher;
import dev.hopwise.testkit.RandomFilters;
import dev.hopwise.testkit.RandomSpans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSegmentTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path directory;

  private final ReaderPool pool = new ReaderPool();

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Test
  void givesEveryTraceOfAFileByAnotherWriterExactly() throws IOException {
    for (int seed = 0; seed < 4; seed++) {
      List<Span> spans = new RandomSpans(seed).next(500);
      try (FileSegment segment = byIceberg(spans)) {
        checkTraces(segment, spans);
      }
    }
  }

  @Test
  void findsTracesWithoutAnIndex() throws IOException {
    List<Span> spans = new RandomSpans(7).next(600);
    byIceberg(spans).close();
    Files.delete(directory.resolve("a.idx"));
    try (FileSegment segment = open(spans)) {
      assertThat(segment.isIndexed()).isFalse();
      checkTraces(segment, spans);
    }
  }

  @Test
  void searchesAFileByAnotherWriterAsLookingAtEverySpanDoes() throws IOException {
    for (int seed = 10; seed < 14; seed++) {
      List<Span> spans = new RandomSpans(seed).next(500);
      try (FileSegment segment = byIceberg(spans)) {
        checkSearches(segment, spans, seed, 150);
      }
    }
  }

  @Test
  void readsAndSearchesFilesByOurOwnWriter() throws IOException {
    for (int seed = 20; seed < 24; seed++) {
      List<Span> spans = new RandomSpans(seed).next(700);
      WriteSettings settings = new WriteSettings(300, 50, 4_000, 1);
      ParquetSegmentWriter writer = new ParquetSegmentWriter(settings, IndexBuilder::new);
      for (WrittenFile file : writer.write(Builders.of(spans), directory)) {
        List<Span> ofHour =
            spans.stream()
                .filter(s -> s.startEpochNanos() >= file.minStartEpochNanos())
                .filter(s -> s.startEpochNanos() <= file.maxStartEpochNanos())
                .toList();
        try (FileSegment segment =
            FileSegment.open(
                file.parquet(),
                file.index(),
                pool,
                file.minStartEpochNanos(),
                file.maxStartEpochNanos())) {
          assertThat(segment.isIndexed()).isTrue();
          assertThat(segment.rows()).isEqualTo(ofHour.size());
          checkTraces(segment, ofHour);
          checkSearches(segment, ofHour, seed, 100);
        }
      }
    }
  }

  private void checkTraces(FileSegment segment, List<Span> spans) {
    Map<TraceId, List<Span>> traces = spans.stream().collect(Collectors.groupingBy(Span::traceId));
    traces.forEach((id, expected) -> {
      List<Span> found = new ArrayList<>();
      segment.trace(id, found::add);
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    });
    segment.trace(new TraceId(1, 1), _ -> org.junit.jupiter.api.Assertions.fail());
  }

  private void checkSearches(FileSegment segment, List<Span> spans, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomFilters filters = new RandomFilters(random, spans);
    int matched = 0;
    int gaps = 0;
    for (int i = 0; i < count; i++) {
      SpanFilter filter = filters.next(2);
      TimeRange range = filters.range();
      List<Place> expected = places(spans, filter, range);
      Place after =
          expected.isEmpty() || random.nextBoolean()
              ? null
              : expected.get(random.nextInt(expected.size()));
      int limit = 1 + random.nextInt(20);
      List<Place> left =
          expected.stream().filter(p -> after == null || p.compareTo(after) > 0).toList();
      TopPlaces found = new TopPlaces(limit, after);
      segment.search(filter, range, found, new ReadBudget(LONG));
      List<Place> answer = left.subList(0, Math.min(limit, left.size()));
      if (!found.isExact(limit)) { // then what it gives is right, but too little
        gaps++;
        answer = answer.subList(0, Math.min(answer.size(), found.places().size()));
      }
      assertThat(found.places())
          .as("seed %s, search %s: %s in %s after %s", seed, i, filter, range, after)
          .startsWith(answer.toArray(Place[]::new));
      matched += expected.isEmpty() ? 0 : 1;
    }
    assertThat(gaps).as("answers with gaps").isLessThan(count / 5);
    assertThat(matched).as("filters that match something").isBetween(count / 5, count - 5);
  }

  private static List<Place> places(List<Span> spans, SpanFilter filter, TimeRange range) {
    Map<TraceId, Long> newest = new HashMap<>();
    for (Span span : spans) {
      if (range.contains(span.startEpochNanos()) && SpanMatcher.matches(filter, span)) {
        newest.merge(span.traceId(), span.startEpochNanos(), Math::max);
      }
    }
    return newest.entrySet().stream()
        .map(e -> new Place(e.getValue(), e.getKey()))
        .sorted()
        .toList();
  }

  private FileSegment byIceberg(List<Span> spans) throws IOException {
    Files.deleteIfExists(directory.resolve("a.parquet"));
    IndexBuilder index = new IndexBuilder();
    IcebergFiles.write(directory.resolve("a.parquet"), spans, index);
    index.write(directory.resolve("a.idx"));
    return open(spans);
  }

  private FileSegment open(List<Span> spans) throws IOException {
    LongSummaryStatistics starts =
        spans.stream().mapToLong(Span::startEpochNanos).summaryStatistics();
    return FileSegment.open(
        directory.resolve("a.parquet"),
        directory.resolve("a.idx"),
        pool,
        starts.getMin(),
        starts.getMax());
  }
}
