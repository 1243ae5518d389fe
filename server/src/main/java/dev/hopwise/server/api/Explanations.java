package dev.hopwise.server.api;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import java.io.IOException;
import java.util.Optional;

/// What the sampler knows about single traces. Called by any thread; may read from disk.
public interface Explanations {

  /// The newest decision about a trace.
  Optional<Decision> decided(TraceId id) throws IOException;

  /// A trace that waits for its decision.
  Optional<Pending> pending(TraceId id);
}
