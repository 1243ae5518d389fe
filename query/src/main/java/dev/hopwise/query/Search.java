package dev.hopwise.query;

import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One run of a search.
///
/// The store names candidates, newest first by its filter; each is loaded whole and evaluated. A
/// match may be told as soon as the store's place has passed its place by the query, for no later
/// candidate can go before it. So the answer is in order although the filter selects too much.
///
/// When time runs out, matches that cannot be told in order are told nevertheless, and the next
/// page goes on with the next candidate: nothing is lost or told twice, and the page says that it
/// is partial.
final class Search {

  /// Pages of candidates start small, since most searches want few traces, and double.
  private static final int PAGE_MAX = 1_000;

  private final SpanStore store;
  private final Clock clock;
  private final SearchQuestion question;
  private final SearchListener listener;
  private final Pushdown pushdown;
  private final Cursor cursor;
  private final Instant started;
  private final Instant deadline;

  /// Matches that were not told on an earlier page, in the store's order.
  private final List<Candidate> matches = new ArrayList<>();

  /// Those of them that a later candidate could still go before.
  private final PriorityQueue<Candidate> waiting =
      new PriorityQueue<>(Comparator.comparing(Candidate::place));

  private @Nullable Place last;
  private int told;
  private boolean finished;
  private boolean partial;

  /// The store may have left out traces before the last that it named: there is no going on.
  private boolean storePartial;

  private long inspectedTraces;
  private long inspectedSpans;
  private long inspectedBytes;
  private int segmentsRead;
  private int segmentsPruned;
  private long storeCompleteFrom = Long.MAX_VALUE;

  Search(
      SpanStore store,
      Clock clock,
      QueryLimits limits,
      SearchQuestion question,
      SearchListener listener) {
    this.listener = listener;
    this.store = store;
    this.clock = clock;
    this.question = question;
    pushdown = Pushdown.of(question.query().pipeline());
    cursor = Cursor.parse(question.cursor(), question);
    last = cursor.after();
    started = clock.instant();
    deadline = started.plus(limits.timeLimit());
  }

  SearchAnswer run() {
    int pageSize = Math.min(question.limit() + 1, PAGE_MAX);
    while (!finished && !partial && tellable() <= question.limit()) {
      page(pageSize);
      listener.progress(progress());
      pageSize = Math.min(pageSize * 2, PAGE_MAX);
    }
    return answer();
  }

  private void page(int size) {
    SearchPage page =
        store.search(
            new SearchRequest(pushdown.filter(), question.range(), size, last, timeLeft()));
    inspectedSpans += page.inspectedSpans();
    inspectedBytes += page.inspectedBytes();
    segmentsRead += page.segmentsRead();
    segmentsPruned += page.segmentsPruned();
    for (Place place : page.places()) {
      if (timeIsOver() && inspectedTraces > 0) {
        partial = true;
        storeCompleteFrom = endOf(last);
        return;
      }
      inspect(place);
      if (tellable() > question.limit()) {
        return;
      }
    }
    storePartial = page.partial();
    partial = storePartial;
    finished = !page.more() && !partial;
    storeCompleteFrom = page.completeFromEpochNanos();
  }

  private void inspect(Place place) {
    if (Thread.interrupted()) {
      throw new QueryRefusedException.Cancelled();
    }
    Optional<StoredTrace> trace = store.findTrace(place.traceId(), TimeRange.ALL);
    inspectedTraces++;
    if (trace.isPresent()) {
      inspectedSpans += trace.get().spans().size();
      @Nullable Candidate candidate = Candidate.evaluate(place, trace.get(), question);
      if (candidate != null && !wasAnswered(candidate)) {
        matches.add(candidate);
        waiting.add(candidate);
      }
    }
    last = place;
    while (!waiting.isEmpty() && waiting.peek().place().compareTo(place) <= 0) {
      tell(waiting.remove());
    }
  }

  /// No later candidate can go before it.
  private void tell(Candidate candidate) {
    if (told < question.limit()) {
      told++;
      listener.found(candidate.summary(), progress());
    }
  }

  private SearchProgress progress() {
    return new SearchProgress(inspectedTraces, inspectedSpans, inspectedBytes);
  }

  private boolean wasAnswered(Candidate candidate) {
    return cursor.answered() != null && candidate.place().compareTo(cursor.answered()) <= 0;
  }

  /// How many matches no later candidate can go before.
  private long tellable() {
    return finished || pushdown.exact() ? matches.size() : matches.size() - waiting.size();
  }

  private SearchAnswer answer() {
    if (partial) {
      List<Candidate> told = matches.subList(0, Math.min(question.limit(), matches.size()));
      boolean all = told.size() == matches.size();
      boolean lost = all && storePartial;
      @Nullable Cursor next =
          lost ? null : new Cursor(cursor.answered(), all ? last : told.getLast().found());
      return answer(told, next, all ? storeCompleteFrom : endOf(told.getLast().found()));
    }
    List<Candidate> sorted =
        matches.stream().sorted(Comparator.comparing(Candidate::place)).toList();
    if (sorted.size() <= question.limit()) {
      return answer(sorted, null, question.range().fromEpochNanos());
    }
    List<Candidate> told = sorted.subList(0, question.limit());
    Place end = told.getLast().place();
    return answer(told, new Cursor(end, resumeBehind(told)), endOf(end));
  }

  /// The place before the first match that is left, so that the next page finds it again.
  private @Nullable Place resumeBehind(List<Candidate> told) {
    @Nullable Place behind = cursor.after();
    Set<Place> places = told.stream().map(Candidate::place).collect(Collectors.toSet());
    for (Candidate match : matches) {
      if (!places.contains(match.place())) {
        return behind;
      }
      behind = match.found();
    }
    return behind;
  }

  private long endOf(@Nullable Place place) {
    return place == null ? question.range().toEpochNanos() : place.newestStartEpochNanos() + 1;
  }

  private SearchAnswer answer(
      List<Candidate> told, @Nullable Cursor next, long completeFromEpochNanos) {
    return new SearchAnswer(
        told.stream()
            .sorted(Comparator.comparing(Candidate::place))
            .map(Candidate::summary)
            .toList(),
        next == null ? null : next.text(question),
        completeFromEpochNanos,
        partial,
        inspectedTraces,
        inspectedSpans,
        inspectedBytes,
        segmentsRead,
        segmentsPruned,
        Duration.between(started, clock.instant()));
  }

  private boolean timeIsOver() {
    return !clock.instant().isBefore(deadline);
  }

  private Duration timeLeft() {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }
}
