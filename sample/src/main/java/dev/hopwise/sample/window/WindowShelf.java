package dev.hopwise.sample.window;

import java.util.List;

/// Where windows outlive the process.
public interface WindowShelf {

  /// Keeps nothing.
  WindowShelf NONE = _ -> {};

  /// Replaces all that was saved before. Called by one thread at a time.
  ///
  /// @throws java.io.UncheckedIOException when it could not; what was saved before is still there
  void save(List<IncidentWindow> windows);
}
