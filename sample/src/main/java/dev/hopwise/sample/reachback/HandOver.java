package dev.hopwise.sample.reachback;

import dev.hopwise.model.HeadSampling;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.window.IncidentWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps the chosen traces of one table: promotes them, then stores their spans as the journal
/// gives them again. Nothing is gathered here, so that the largest trace takes no memory.
final class HandOver {

  /// Traces of which it is remembered what the store holds.
  private static final int STORED_TRACES_MAX = 4_096;

  private final IncidentWindow window;
  private final ReachBackTarget target;
  private final TraceTable table;
  private final Marks marks;
  private final SpanBatch selected = new SpanBatch();
  private final Map<TraceId, Set<SpanKey>> stored = new LinkedHashMap<>();

  /// By promotion, the place up to which spans come from the journal.
  private final List<Long> positions = new ArrayList<>();

  private int[] chosen = new int[256];
  private int[] keepOfMark = new int[0];
  private long keptSpans;

  HandOver(IncidentWindow window, ReachBackTarget target, TraceTable table, Marks marks) {
    this.window = window;
    this.target = target;
    this.table = table;
    this.marks = marks;
  }

  /// How many spans were handed over.
  long keptSpans() {
    return keptSpans;
  }

  /// Promotes what is chosen.
  ///
  /// @return the place up to which the journal is to be read
  long promote(double probability, long atLeast) {
    int mark = probability > 0 ? marks.indexOf(probability) : 0;
    List<TraceId> ids = new ArrayList<>();
    long furthest = atLeast;
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.state[slot] == TraceTable.CHOSEN) {
        table.mark[slot] = mark;
        table.promotion[slot] = positions.size();
        ids.add(table.id(slot));
        if (ids.size() == ReachBackTarget.PROMOTED_MAX) {
          furthest = Math.max(furthest, promote(probability, ids));
        }
      }
    }
    return ids.isEmpty() ? furthest : Math.max(furthest, promote(probability, ids));
  }

  private long promote(double probability, List<TraceId> ids) {
    long position = target.promote(window, probability, List.copyOf(ids));
    positions.add(position);
    ids.clear();
    return position;
  }

  /// Stores what of a batch is chosen.
  ///
  /// @param position of the batch's record
  void take(SpanBatch batch, long position) {
    int count = 0;
    if (chosen.length < batch.count) {
      chosen = new int[batch.count];
    }
    for (int i = 0; i < batch.count; i++) {
      int slot = table.find(batch.traceIdHigh[i], batch.traceIdLow[i]);
      if (slot != TraceTable.ABSENT && isToBeStored(batch, i, slot, position)) {
        chosen[count++] = i;
      }
    }
    if (count > 0) {
      selected.selectFrom(batch, chosen, count);
      mark();
      target.kept(selected);
      keptSpans += count;
    }
  }

  private boolean isToBeStored(SpanBatch batch, int span, int slot, long position) {
    return switch (table.state[slot]) {
      case TraceTable.CHOSEN -> position < positions.get(table.promotion[slot]);
      case TraceTable.REPEATED -> !storedOf(table.id(slot)).contains(SpanKey.of(batch, span));
      default -> false;
    };
  }

  private Set<SpanKey> storedOf(TraceId id) {
    Set<SpanKey> known = stored.get(id);
    if (known == null) {
      if (stored.size() == STORED_TRACES_MAX) {
        stored.remove(stored.keySet().iterator().next());
      }
      known = target.stored(id);
      stored.put(id, known);
    }
    return known;
  }

  private void mark() {
    if (keepOfMark.length < marks.size()) {
      keepOfMark = new int[marks.size()];
    }
    Arrays.fill(keepOfMark, SpanBatch.NO_KEEP);
    for (int i = 0; i < selected.count; i++) {
      int slot = table.find(selected.traceIdHigh[i], selected.traceIdLow[i]);
      int mark = table.mark[slot];
      if (keepOfMark[mark] == SpanBatch.NO_KEEP) {
        keepOfMark[mark] = selected.addKeep(marks.mark(mark));
      }
      selected.keepIndex[i] = keepOfMark[mark];
      selected.inclusionProbability[i] = inclusion(i, slot);
    }
  }

  private double inclusion(int span, int slot) {
    HeadSampling head =
        HeadSampling.parse(
            selected.bytes, selected.traceStateOffset[span], selected.traceStateLength[span]);
    return head.with(marks.mark(table.mark[slot]).probability());
  }
}
