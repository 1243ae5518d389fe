package dev.hopwise.server.ingest;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.buffer.DecidedBefore;
import dev.hopwise.sample.record.DecisionLogStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where decisions are remembered for longer than the journal holds them.
public interface DecisionMemory extends DecidedBefore, AutoCloseable {

  /// Remembers nothing.
  DecisionMemory NONE =
      new DecisionMemory() {
        @Override
        public void append(List<Decision> decisions) {}

        @Override
        public void appendMissing(List<Decision> decisions) {}

        @Override
        public Optional<Decision> find(TraceId id) {
          return Optional.empty();
        }

        @Override
        public long newestEpochNanos() {
          return 0;
        }
      };

  /// Takes decisions. What it cannot keep it counts.
  void append(List<Decision> decisions);

  /// Takes those of them that it does not have: a journal is replayed.
  void appendMissing(List<Decision> decisions);

  /// When the latest was made, 0 where there is none. After a crash, later ones are only in the
  /// journal.
  long newestEpochNanos();

  /// Hands over what was decided in a range, in order.
  ///
  /// @param toEpochNanos exclusive
  default void scan(long fromEpochNanos, long toEpochNanos, Consumer<Decision> consumer) {}

  /// What it holds; null where nothing is remembered.
  default @Nullable DecisionLogStatus status() {
    return null;
  }

  /// Writes and tidies up; to be called each second.
  default void keepHouse() {}

  @Override
  default void close() {}
}
