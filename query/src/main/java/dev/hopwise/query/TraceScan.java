package dev.hopwise.query;

import dev.hopwise.model.SpanTree;
import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.TimeRange;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One walk over whole traces, newest first, for what looks at all of them.
final class TraceScan {

  private static final int PAGE = 500;

  private final SpanStore store;
  private final Clock clock;
  private final Instant deadline;
  private final int tracesMax;

  TraceScan(SpanStore store, Clock clock, QueryLimits limits, int tracesMax) {
    this.store = store;
    this.clock = clock;
    this.tracesMax = tracesMax;
    deadline = clock.instant().plus(limits.timeLimit());
  }

  ScanAnswer run(Query query, TimeRange range, Consumer<SpanTree> visitor) {
    Pushdown pushdown = Pushdown.of(query.pipeline());
    @Nullable Place last = null;
    int visited = 0;
    while (true) {
      SearchPage page =
          store.search(new SearchRequest(pushdown.filter(), range, PAGE, last, timeLeft()));
      for (Place place : page.places()) {
        if (visited == tracesMax) {
          return new ScanAnswer(visited, true, false);
        }
        if (timeIsOver()) {
          return new ScanAnswer(visited, false, true);
        }
        visited += visit(place, query, range, visitor) ? 1 : 0;
        last = place;
      }
      if (page.partial() || !page.more()) {
        return new ScanAnswer(visited, false, page.partial());
      }
    }
  }

  /// Whether the trace belongs to the range, which its root's start decides.
  private boolean visit(Place place, Query query, TimeRange range, Consumer<SpanTree> visitor) {
    if (Thread.interrupted()) {
      throw new QueryRefusedException.Cancelled();
    }
    Optional<StoredTrace> trace = store.findTrace(place.traceId(), TimeRange.ALL);
    if (trace.isEmpty()) {
      return false;
    }
    TraceView view = TraceView.of(trace.get().spans());
    SpanTree tree = view.tree();
    int first = tree.root() == SpanTree.NONE ? 0 : tree.root();
    if (!range.contains(tree.span(first).startEpochNanos()) || query.evaluate(view).isEmpty()) {
      return false;
    }
    visitor.accept(tree);
    return true;
  }

  private boolean timeIsOver() {
    return !clock.instant().isBefore(deadline);
  }

  private Duration timeLeft() {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }
}
