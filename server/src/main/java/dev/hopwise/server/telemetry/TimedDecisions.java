package dev.hopwise.server.telemetry;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.record.DecisionLogStatus;
import dev.hopwise.server.ingest.DecisionMemory;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells how long after their end traces were decided.
///
/// @param memory which remembers the decisions
public record TimedDecisions(DecisionMemory memory, StageTimes times) implements DecisionMemory {

  /// Without those that a late span turned over: they were decided before.
  @Override
  public void append(List<Decision> decisions) {
    for (Decision each : decisions) {
      if (!each.trigger().equals(Decision.PROMOTED_TRIGGER)) {
        long ended = each.startEpochNanos() + each.durationNanos();
        times.record(Stage.DECISION, each.decidedEpochNanos() - ended);
      }
    }
    memory.append(decisions);
  }

  @Override
  public void appendMissing(List<Decision> decisions) {
    memory.appendMissing(decisions);
  }

  @Override
  public Optional<Decision> find(TraceId id) {
    return memory.find(id);
  }

  @Override
  public long newestEpochNanos() {
    return memory.newestEpochNanos();
  }

  @Override
  public void scan(long fromEpochNanos, long toEpochNanos, Consumer<Decision> consumer) {
    memory.scan(fromEpochNanos, toEpochNanos, consumer);
  }

  @Override
  public @Nullable DecisionLogStatus status() {
    return memory.status();
  }

  @Override
  public void keepHouse() {
    memory.keepHouse();
  }

  @Override
  public void close() {
    memory.close();
  }
}
