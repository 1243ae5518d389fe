package dev.hopwise.simulate;

import dev.hopwise.model.Span;
import java.io.IOException;
import java.util.List;

/// Where the spans of a run go.
interface SpanSink extends AutoCloseable {

  /// Takes an export. May block until there is room.
  void send(List<Span> spans) throws IOException, InterruptedException;

  /// Returns when everything that was sent is settled.
  @Override
  void close() throws IOException;

  /// Whether spans were sent and none arrived.
  boolean tookNothing();

  /// What became of it, in words, for people.
  String summary();
}
