package dev.hopwise.store;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.Optional;

/// Where kept spans live.
///
/// **Durability.** A store may hold what it was given in memory as long as the journal can give it
/// again: after a crash it is handed every batch from {@link #replayFrom} on, in the same order,
/// and then contains each span once.
///
/// **Visibility.** A span is visible to every call that starts after its {@link #append} returned,
/// whether it lies in memory, in a file that is being written, or in a committed one. No call sees
/// a span twice because it moves from one to the other.
///
/// **Identity.** Spans are told apart by trace id, span id, kind and start; of several equal in all
/// four (a client that retried an export) a trace shows one. A span id shared by a CLIENT and a
/// SERVER span (Zipkin) is two spans.
///
/// **Order.** {@link #search} answers newest first: a trace's place is the start time of its newest
/// span that matches within the range, ties by trace id ascending. Given the same spans the same
/// query has the same answer, however they are spread over memory and files.
///
/// **Threads.** {@link #append} is called by one thread at a time; all else by any number of
/// threads at any time.
///
/// **Bad input** is the caller's: a batch was decoded and checked before.
public interface SpanStore extends AutoCloseable {

  /// Takes the spans of a batch.
  ///
  /// @param batch read during the call only
  /// @param journalPosition the position behind the record that the batch came from: once the spans
  ///   are committed, a replay may start there. Never smaller than in the call before.
  void append(SpanBatch batch, long journalPosition);

  /// Where a replay has to start after a crash at this moment: everything before is committed.
  long replayFrom();

  /// Every span of a trace, sorted by start, then span id (unsigned), then kind; empty when there
  /// is none.
  ///
  /// @param hint only parts of the store that overlap it need to be read; {@link TimeRange#ALL} is
  ///   always right
  Optional<StoredTrace> findTrace(TraceId id, TimeRange hint);

  /// The newest traces with at least one span that matches.
  SearchPage search(SearchRequest request);

  /// Distinct values, sorted, for menus and completion.
  ValueList values(ValuesRequest request);

  /// What there is, for status pages.
  StoreStatus status();

  /// Commits everything; a replay after this starts at the end. Slow.
  void flush();

  /// Flushes, then releases files and threads.
  @Override
  void close();
}
