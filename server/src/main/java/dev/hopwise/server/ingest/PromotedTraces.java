package dev.hopwise.server.ingest;

import dev.hopwise.sample.Decision;
import java.util.List;

/// Told of traces that were dropped and, because of what came later, are kept after all. What came
/// of them before lies in the journal.
@FunctionalInterface
public interface PromotedTraces {

  /// Called under the pipeline's lock; must be short.
  ///
  /// @param journalEnd spans of records behind it follow the decision by themselves
  void promoted(List<Decision> decisions, long journalEnd);
}
