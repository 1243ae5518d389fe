package dev.hopwise.server.ingest;

import dev.hopwise.receive.DecodeResult.Fault;

/// What the sender is told.
public sealed interface IngestOutcome {

  /// The request is in the journal.
  ///
  /// @param rejectedSpans how many of its spans were refused for good
  /// @param message names them; empty when none was
  record Accepted(long rejectedSpans, String message) implements IngestOutcome {}

  /// Nothing was accepted, and trying again cannot help.
  record Invalid(Fault fault, String message) implements IngestOutcome {}

  /// Nothing was accepted because there is no room; the sender should try again.
  record Overloaded(String message) implements IngestOutcome {}

  /// Nothing was accepted because the journal could not be written, or the server is stopping; the
  /// sender should try again.
  record Unavailable(String message) implements IngestOutcome {}

  /// A fault of ours.
  record Failed(String message) implements IngestOutcome {}
}
