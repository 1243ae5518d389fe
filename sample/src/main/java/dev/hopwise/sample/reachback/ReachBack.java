package dev.hopwise.sample.reachback;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.window.IncidentWindow;
import java.io.IOException;

/// The reach-back of one window: what matched its scope in the minutes before it opened and was
/// dropped is kept whole.
///
/// ```
/// for each part of the trace ids that fits the memory
///   find      read the journal: which traces may match; what became of them
///   match     read it again: count their spans, or gather and evaluate them
///   choose    by the window's rate and budget
///   promote   decide that they are kept
///   hand over read it a third time: their spans into the store
/// ```
///
/// The journal is read up to where it ended when the window opened; what was undecided then is
/// decided by the open window itself, and what was kept already is left as it is. The budget is the
/// window's spans per second for the time that it reaches back.
///
/// Memory stays under its limit whatever the traffic: a part that does not fit is cut in half. One
/// thread.
public final class ReachBack {

  private static final double NANOS_PER_SECOND = 1e9;

  private final IncidentWindow window;
  private final PastBatches past;
  private final ReachBackTarget target;
  private final ReachBackLimits limits;
  private final ReachBackListener listener;
  private final Marks marks;
  private final Search search;
  private long matchedTraces;
  private long keptTraces;
  private long keptSpans;
  private long overBudgetTraces;
  private boolean incomplete;

  public ReachBack(
      IncidentWindow window,
      PastBatches past,
      ReachBackTarget target,
      ReachBackLimits limits,
      ReachBackListener listener) {
    this.window = window;
    this.past = past;
    this.target = target;
    this.limits = limits;
    this.listener = listener;
    this.marks = new Marks(window.id());
    this.search = new Search(window, past, target, limits, marks, this::goOnOrThrow);
  }

  /// Does it all.
  ///
  /// @throws ReachBackCancelledException when the listener wanted no more
  /// @throws IOException when the journal cannot be read
  public ReachBackCounts run() throws IOException {
    long fromNanos = window.reachBack().fromEpochNanos();
    long spreadNanos = limits.traceSpread().toNanos();
    long to = window.reachBack().toJournalPosition();
    long from = past.positionAt(fromNanos);
    long gather = past.positionAt(fromNanos - spreadNanos);
    incomplete = !past.reachesTo(fromNanos);
    for (HashRange rest = new HashRange(0, HashRange.END); rest.width() > 0; ) {
      TraceTable table = search.find(rest, from, gather, to);
      keep(table, (double) table.range().width() / rest.width(), gather, to);
      incomplete |= past.start() > gather;
      rest = new HashRange(table.range().to(), HashRange.END);
    }
    return counts();
  }

  /// @param part of the traces that are left, which the table holds
  private void keep(TraceTable table, double part, long gather, long to) throws IOException {
    double budget = window.budgetSpansPerSecond() * window.reachBackNanos() / NANOS_PER_SECOND;
    long repeatedSpans = spansOf(table, TraceTable.REPEATED);
    Share share = Share.of(table, window.rate(), (budget - keptSpans) * part - repeatedSpans);
    matchedTraces += count(table, TraceTable.MATCHED) + count(table, TraceTable.REPEATED);
    overBudgetTraces += share.overBudgetTraces();
    choose(table, share);
    HandOver handOver = new HandOver(window, target, table, marks);
    long handedBefore = keptSpans;
    goOnOrThrow();
    // Late spans that came between the opening and the promotion of an earlier attempt are nowhere.
    long atLeast = repeatedSpans > 0 ? past.end() : to;
    long end = handOver.promote(share.probability(), atLeast);
    keptTraces += count(table, TraceTable.CHOSEN) + count(table, TraceTable.REPEATED);
    past.read(gather, end, (batch, position) -> handOver(handOver, handedBefore, batch, position));
    keptSpans = handedBefore + handOver.keptSpans();
  }

  private void handOver(HandOver handOver, long handedBefore, SpanBatch batch, long position) {
    if (listener.stopsNow()) {
      throw new ReachBackCancelledException();
    }
    handOver.take(batch, position);
    keptSpans = handedBefore + handOver.keptSpans();
    var _ = listener.goesOn(counts());
  }

  private static void choose(TraceTable table, Share share) {
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.state[slot] == TraceTable.MATCHED && table.randomness[slot] >= share.threshold()) {
        table.state[slot] = TraceTable.CHOSEN;
      }
    }
  }

  private static long count(TraceTable table, byte state) {
    long count = 0;
    for (int slot = 0; slot < table.slots(); slot++) {
      count += table.state[slot] == state ? 1 : 0;
    }
    return count;
  }

  private static long spansOf(TraceTable table, byte state) {
    long spans = 0;
    for (int slot = 0; slot < table.slots(); slot++) {
      spans += table.state[slot] == state ? table.spans[slot] : 0;
    }
    return spans;
  }

  private void goOnOrThrow() {
    if (listener.stopsNow() || !listener.goesOn(counts())) {
      throw new ReachBackCancelledException();
    }
  }

  private ReachBackCounts counts() {
    return new ReachBackCounts(
        matchedTraces, keptTraces, keptSpans, overBudgetTraces, incomplete, search.bytesPeak());
  }
}
