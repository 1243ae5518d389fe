package dev.hopwise.sample.reachback;

import dev.hopwise.model.HeadSampling;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Condition;
import dev.hopwise.sample.ConditionSet;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.window.IncidentWindow;
import java.io.IOException;
import java.util.List;

/// Finds the traces of one hash range that match a window's scope and were dropped before it
/// opened.
final class Search {

  private final IncidentWindow window;
  private final Condition condition;
  private final ConditionSet conditions;
  private final PastBatches past;
  private final ReachBackTarget target;
  private final ReachBackLimits limits;
  private final Marks marks;
  private final Runnable checkpoint;
  private long bytesPeak;

  /// @param checkpoint called often; throws to end it
  Search(
      IncidentWindow window,
      PastBatches past,
      ReachBackTarget target,
      ReachBackLimits limits,
      Marks marks,
      Runnable checkpoint) {
    this.window = window;
    this.condition = Condition.parse(window.scope().traceQl());
    this.conditions = ConditionSet.of(List.of(condition));
    this.past = past;
    this.target = target;
    this.limits = limits;
    this.marks = marks;
    this.checkpoint = checkpoint;
  }

  long bytesPeak() {
    return bytesPeak;
  }

  /// @param fromPosition spans before it choose no trace
  /// @param gatherPosition but belong to the traces that others choose
  /// @return the traces that match, with their spans counted, in a range that begins as the given
  ///   one and ends where the memory did
  TraceTable find(HashRange range, long fromPosition, long gatherPosition, long toPosition)
      throws IOException {
    TraceTable table = new TraceTable(range, limits.tableBytesMax());
    past.read(fromPosition, toPosition, (batch, _) -> collect(table, batch));
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.state[slot] == TraceTable.CANDIDATE) {
        table.state[slot] = judged(table, slot);
      }
    }
    bytesPeak = Math.max(bytesPeak, table.bytesPeak());
    if (condition.bySpan()) {
      past.read(gatherPosition, toPosition, (batch, _) -> count(table, batch));
      replace(table, TraceTable.CANDIDATE, TraceTable.MATCHED);
    } else {
      judgeWhole(table, gatherPosition, toPosition);
    }
    return table;
  }

  private void collect(TraceTable table, SpanBatch batch) {
    checkpoint.run();
    conditions.begin(batch);
    for (int i = 0; i < batch.count; i++) {
      if (conditions.observe(batch, i) != 0) {
        table.add(batch.traceIdHigh[i], batch.traceIdLow[i]);
      }
    }
  }

  /// The state of a candidate after what became of it.
  private byte judged(TraceTable table, int slot) {
    if ((slot & 0xFF) == 0) {
      checkpoint.run();
    }
    TraceId id = table.id(slot);
    return switch (target.fateOf(id)) {
      case Fate.Pending _ -> TraceTable.EXCLUDED;
      case Fate.NeverSeen _ ->
          target.stored(id).isEmpty() ? TraceTable.CANDIDATE : TraceTable.EXCLUDED;
      case Fate.Decided(Decision decision) -> judged(table, slot, decision);
    };
  }

  private byte judged(TraceTable table, int slot, Decision decision) {
    boolean before = decision.decidedEpochNanos() < window.opensEpochNanos();
    if (before && !decision.keep()) {
      return TraceTable.CANDIDATE;
    }
    boolean ours =
        decision.keep()
            && decision.trigger().equals(ReachBackTarget.TRIGGER)
            && window.id().equals(decision.windowId());
    if (ours) {
      table.mark[slot] = marks.indexOf(decision.probability());
      return TraceTable.REPEATED;
    }
    return TraceTable.EXCLUDED;
  }

  private void count(TraceTable table, SpanBatch batch) {
    checkpoint.run();
    for (int i = 0; i < batch.count; i++) {
      int slot = table.find(batch.traceIdHigh[i], batch.traceIdLow[i]);
      if (slot != TraceTable.ABSENT) {
        table.spans[slot]++;
        readRandomness(table, slot, batch, i);
      }
    }
  }

  /// The trace state's, of the first span that has one.
  private static void readRandomness(TraceTable table, int slot, SpanBatch batch, int span) {
    if (table.randomness[slot] < 0 || batch.traceStateLength[span] > 0) {
      HeadSampling head =
          HeadSampling.parse(
              batch.bytes, batch.traceStateOffset[span], batch.traceStateLength[span]);
      if (table.randomness[slot] < 0 || head.hasRandomness()) {
        table.randomness[slot] = head.randomnessOr(batch.traceIdLow[span]);
      }
    }
  }

  /// Gathers the candidates, part by part, and evaluates each trace as a whole.
  private void judgeWhole(TraceTable table, long gatherPosition, long toPosition)
      throws IOException {
    for (HashRange rest = table.range(); rest.width() > 0; ) {
      Gathering gathering = new Gathering(table, rest);
      past.read(gatherPosition, toPosition, (batch, _) -> gathering.take(batch));
      bytesPeak = Math.max(bytesPeak, table.bytes() + gathering.bytesPeak);
      gathering.pile.judgeAll((slot, spans) -> {
        checkpoint.run();
        table.spans[slot] = spans.size();
        table.state[slot] = condition.matches(spans) ? TraceTable.MATCHED : TraceTable.EXCLUDED;
      });
      rest = new HashRange(gathering.pile.range().to(), table.range().to());
    }
    replace(table, TraceTable.CANDIDATE, TraceTable.EXCLUDED);
  }

  private static void replace(TraceTable table, byte from, byte to) {
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.state[slot] == from) {
        table.state[slot] = to;
      }
    }
  }

  /// One part of the candidates while they are read.
  private final class Gathering {
    private final TraceTable table;
    private final boolean isFirst;
    private SpanPile pile;
    private long bytesPeak;

    Gathering(TraceTable table, HashRange range) {
      this.table = table;
      this.isFirst = range.equals(table.range());
      this.pile = new SpanPile(table, range, limits.pileBytesMax());
    }

    void take(SpanBatch batch) {
      checkpoint.run();
      for (int i = 0; i < batch.count; i++) {
        long high = batch.traceIdHigh[i];
        long low = batch.traceIdLow[i];
        int slot = table.find(high, low);
        byte state = slot == TraceTable.ABSENT ? TraceTable.FREE : table.state[slot];
        if (state == TraceTable.CANDIDATE) {
          readRandomness(table, slot, batch, i);
          add(batch, i, slot, HashRange.hash(high, low));
        } else if (state == TraceTable.REPEATED && isFirst) {
          table.spans[slot]++;
        }
      }
      bytesPeak = Math.max(bytesPeak, pile.bytes());
    }

    private void add(SpanBatch batch, int span, int slot, long hash) {
      while (pile.range().contains(hash) && !pile.add(batch, span, slot)) {
        if (pile.range().width() == 1) {
          return; // several giants of one hash: judged by what is there of them
        }
        long before = pile.bytes();
        pile = pile.narrowed();
        bytesPeak = Math.max(bytesPeak, before + pile.bytes());
      }
    }
  }
}
