package dev.hopwise.store.lake;

import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.StoreStatus;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValueList;
import dev.hopwise.store.ValuesRequest;
import dev.hopwise.store.memory.ValueOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded store: new spans in a columnar builder, older ones in Parquet files of an Iceberg
/// table (FORMAT.md).
///
/// {@link #append} blocks while two full builders wait to be written.
public final class LakeStore implements SpanStore {

  private static final Logger LOG = LoggerFactory.getLogger(LakeStore.class);

  /// A list of values that takes longer is cut off and says so.
  private static final Duration VALUES_TIME_LIMIT = Duration.ofSeconds(10);

  private final LakeLock lock;
  private final LakeTable table;
  private final LakeParts parts;
  private final LakeRetention retention;
  private final LakeKeeper keeper;
  private final ReaderPool readers;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Takes over what {@link LakeOpening} has prepared; the keeper runs.
  LakeStore(
      LakeLock lock,
      LakeTable table,
      LakeParts parts,
      LakeRetention retention,
      LakeKeeper keeper,
      ReaderPool readers) {
    this.lock = lock;
    this.table = table;
    this.parts = parts;
    this.retention = retention;
    this.keeper = keeper;
    this.readers = readers;
  }

  /// Opens the lake in a directory, or creates it there. Files that a crash left behind are
  /// removed.
  ///
  /// @param directory holds nothing else, and is used by one process at a time
  /// @param clock tells the age of builders and files
  /// @throws IOException when it is in use, was moved, or is damaged
  public static LakeStore open(Path directory, LakeOptions options, Clock clock)
      throws IOException {
    return open(directory, options, clock, WriteTimes.NONE);
  }

  /// The same, with somebody who is told how long writing takes.
  public static LakeStore open(Path directory, LakeOptions options, Clock clock, WriteTimes times)
      throws IOException {
    return LakeOpening.open(directory, options, clock, new StepTimes(times, System::nanoTime));
  }

  @Override
  public void append(SpanBatch batch, JournalPosition upTo) {
    parts.append(batch, upTo);
  }

  @Override
  public JournalPosition committed() {
    return parts.committed();
  }

  /// The files of the table at this moment, for other engines. Retention may remove them a minute
  /// later.
  public TableFiles files() {
    return parts.state().tableFiles();
  }

  @Override
  public Optional<StoredTrace> findTrace(TraceId id, TimeRange hint) {
    TraceMerge merge = new TraceMerge();
    for (Segment segment : parts.state().segments()) {
      if (hint.overlaps(segment.minStartEpochNanos(), segment.maxStartEpochNanos())) {
        merge.read(id, segment);
      }
    }
    return merge.trace(id);
  }

  @Override
  public SearchPage search(SearchRequest request) {
    return new LakeSearch(request, parts.state().segments()).run();
  }

  @Override
  public ValueList values(ValuesRequest request) {
    ValueSink sink = new ValueSink(request.limit());
    ReadBudget budget = new ReadBudget(VALUES_TIME_LIMIT);
    TimeRange range = request.range();
    List<Segment> newestFirst =
        parts.state().segments().stream()
            .filter(s -> range.overlaps(s.minStartEpochNanos(), s.maxStartEpochNanos()))
            .sorted(Comparator.comparingLong(Segment::maxStartEpochNanos).reversed())
            .toList();
    for (Segment segment : newestFirst) {
      if (sink.isOpen() && !budget.exhausted()) {
        segment.values(request, sink, budget);
      }
    }
    return new ValueList(
        sink.values().stream().sorted(ValueOrder.COMPARATOR).toList(),
        sink.truncated() || budget.exhausted());
  }

  @Override
  public StoreStatus status() {
    LakeState state = parts.state();
    List<Segment> segments = state.segments();
    long hotSpans = state.hotSpans();
    return new StoreStatus(
        hotSpans + state.fileSpans(),
        hotSpans,
        state.fileBytes() + retention.metadataBytes(),
        state.files().size(),
        segments.stream().mapToLong(Segment::minStartEpochNanos).min().orElse(0),
        segments.stream().mapToLong(Segment::maxStartEpochNanos).max().orElse(0),
        retention.expiredSpans());
  }

  /// How often writing or committing has failed since the store was opened. What failed is tried
  /// again.
  public long writeFailures() {
    return parts.failures();
  }

  /// @throws UncheckedIOException when it could not be written; it remains in memory, is searched,
  ///   and is tried again
  @Override
  public void flush() {
    parts.flush();
  }

  /// What cannot be flushed is left to the journal.
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      parts.flush();
    } catch (UncheckedIOException e) {
      LOG.error("closing without what could not be written; the journal has it", e);
    }
    parts.close();
    keeper.join();
    release();
  }

  /// Lets retention run soon.
  void requestRetention() {
    keeper.requestRetention();
  }

  /// The table, for tests that read it with other programs.
  LakeTable table() {
    return table;
  }

  /// Ends as a killed process does: nothing is flushed.
  void crash() {
    closed.set(true);
    keeper.abandon();
    release();
  }

  private void release() {
    parts.state().files().forEach(file -> file.segment().close());
    readers.close();
    table.close();
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("the lock of the lake could not be released", e);
    }
  }
}
