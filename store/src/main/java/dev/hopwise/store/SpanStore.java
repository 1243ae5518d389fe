package dev.hopwise.store;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.Optional;

/// Where kept spans live.
///
/// **Durability.** A store may hold what it was given in memory as long as the journal can give it
/// again: after a crash it is handed again every batch whose effects lie behind {@link
/// #committed}'s `applied`, in the same order, and then contains each span once. So that a crash
/// cannot tear them apart, the spans between one `applied` and the next are handed over in one
/// call.
///
/// **Failure.** When {@link #append} throws, some of the batch's spans may be in the store.
/// Committed positions then stay before that batch, whatever is appended later, until a call with
/// the same `applied` succeeds (the same spans again, or none, to give them up). Later batches that
/// are committed meanwhile would be handed over twice after a crash; a trace shows their spans
/// once.
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

  /// Takes the spans of a batch, with the decisions that are attached to them.
  ///
  /// @param batch read during the call only; may be empty, to advance only
  /// @param upTo with this batch, everything before its `applied` is handed over. Neither number is
  ///   ever smaller than in the call before, except to repeat a call that failed.
  void append(SpanBatch batch, JournalPosition upTo);

  /// What a crash at this moment would leave: the position of the last append that is committed
  /// with everything before it.
  JournalPosition committed();

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

  /// Commits everything; {@link #committed} is then the position of the last append. Slow.
  void flush();

  /// Flushes, then releases files and threads.
  @Override
  void close();
}
