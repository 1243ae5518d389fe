package dev.hopwise.query.series;

import dev.hopwise.query.Pushdown;
import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.Pipeline;
import dev.hopwise.traceql.TraceView;
import dev.hopwise.traceql.series.SeriesGrid;
import dev.hopwise.traceql.series.SeriesMaker;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives a maker the traces that a pipeline may select something of, whole, newest first.
final class TraceReader {

  private static final int PAGE = 500;

  private final SpanStore store;
  private final Progress progress;

  TraceReader(SpanStore store, Progress progress) {
    this.store = store;
    this.progress = progress;
  }

  void read(Pipeline pipeline, SeriesGrid grid, SeriesMaker maker) {
    @Nullable Place last = null;
    while (true) {
      SearchPage page = page(pipeline, grid, last, PAGE);
      for (Place place : page.places()) {
        if (progress.timeIsOver()) {
          progress.endedEarly(
              last == null ? grid.toEpochNanos() : last.newestStartEpochNanos() + 1);
          return;
        }
        add(place, maker);
        last = place;
      }
      if (page.partial()) {
        progress.endedEarly(page.completeFromEpochNanos());
        return;
      }
      if (!page.more()) {
        return;
      }
    }
  }

  /// The newest ones only.
  void readSome(Pipeline pipeline, SeriesGrid grid, int tracesMax, SeriesMaker maker) {
    for (Place place : page(pipeline, grid, null, tracesMax).places()) {
      if (!progress.timeIsOver()) {
        add(place, maker);
      }
    }
  }

  private SearchPage page(Pipeline pipeline, SeriesGrid grid, @Nullable Place after, int size) {
    SearchPage page =
        store.search(
            new SearchRequest(
                Pushdown.of(pipeline).filter(),
                new TimeRange(grid.firstEpochNanos(), grid.toEpochNanos() + 1),
                size,
                after,
                progress.timeLeft()));
    progress.readStore(page.inspectedSpans(), page.inspectedBytes());
    return page;
  }

  private void add(Place place, SeriesMaker maker) {
    Progress.checkCancelled();
    Optional<StoredTrace> trace = store.findTrace(place.traceId(), TimeRange.ALL);
    if (trace.isPresent()) {
      progress.readTrace(trace.get().spans().size());
      if (trace.get().truncated() > 0) {
        progress.fellShort("a trace has more spans than are looked at");
      }
      maker.add(TraceView.of(trace.get().spans()));
    }
  }
}
