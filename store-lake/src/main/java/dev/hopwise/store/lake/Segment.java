package dev.hopwise.store.lake;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValuesRequest;
import java.util.function.Consumer;

/// A part of the lake that can be asked on its own: a builder in memory, or a file. The lake asks
/// them newest first and merges.
///
/// **Threads.** Any number of readers at any time. A builder also has one writer; a reader then
/// sees the rows that were complete when it started.
interface Segment {

  /// Rows, which are spans.
  long rows();

  /// The start of the oldest and the newest span, both inclusive.
  long minStartEpochNanos();

  long maxStartEpochNanos();

  /// Hands over every span of the trace that lies here, in any order.
  void trace(TraceId id, Consumer<Span> spans);

  /// Offers every span that matches within the range to `found`, by trace id and start. May leave
  /// out spans that `found` says it would not take ({@link TopPlaces#wants}). Checks {@link
  /// ReadBudget#exhausted} at least once per page and then returns.
  void search(SpanFilter filter, TimeRange range, TopPlaces found, ReadBudget budget);

  /// Offers distinct values, or keys.
  void values(ValuesRequest request, ValueSink values, ReadBudget budget);
}
