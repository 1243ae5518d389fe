package dev.hopwise.sample.buffer;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import java.util.Optional;

/// The decisions of a longer time than the sampler remembers, and of earlier processes.
@FunctionalInterface
public interface DecidedBefore {

  /// Knows of nothing.
  DecidedBefore NOTHING = id -> Optional.empty();

  /// The last decision on a trace. May read from a file.
  Optional<Decision> find(TraceId id);
}
