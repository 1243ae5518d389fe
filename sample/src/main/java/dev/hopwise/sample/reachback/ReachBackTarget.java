package dev.hopwise.sample.reachback;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.window.IncidentWindow;
import java.util.List;
import java.util.Set;

/// The running pipeline, as reach-back changes it. Called by one thread.
public interface ReachBackTarget {

  /// The trigger of everything that is kept.
  String TRIGGER = "reach-back";

  /// How many traces one {@link #promote} takes.
  int PROMOTED_MAX = 1_024;

  /// What became of a trace.
  Fate fateOf(TraceId id);

  /// Decides that dropped traces are kept after all: rule `window`, trigger `reach-back`. From now
  /// on late spans of theirs are kept.
  ///
  /// @param probability of the decision
  /// @param ids at most {@link #PROMOTED_MAX}
  /// @return the journal's end at that moment. Spans of records before it come through {@link
  ///   #kept}; those behind it are stored as late ones. None comes both ways.
  long promote(IncidentWindow window, double probability, List<TraceId> ids);

  /// What the store holds of a trace. Asked where a reach-back is done again, and where nobody
  /// remembers the trace.
  Set<SpanKey> stored(TraceId id);

  /// Stores spans of promoted traces.
  ///
  /// @param batch marked; valid during the call
  void kept(SpanBatch batch);
}
