package dev.hopwise.store.lake;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValuesRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A finished file with its index.
///
/// Opening reads the footer and the head of the index. A missing or damaged index is done without:
/// answers stay the same, and {@link #isIndexed} tells. A reader that comes after {@link #close}
/// finds nothing; one that came before ends in peace.
///
/// Open, it takes some 30 KB for a file of four row groups, besides the mapping.
final class FileSegment implements Segment, AutoCloseable {

  static final long NANOS_PER_MICRO = 1_000;

  /// Spans are made in portions of so many rows.
  private static final int PORTION_ROWS = 4_096;

  private static final System.Logger LOG = System.getLogger(FileSegment.class.getName());

  private final ParquetFile file;
  private final LakeColumns columns;
  private final ReaderPool pool;
  private final long minStartEpochNanos;
  private final long maxStartEpochNanos;

  /// Null when there is none, or once it was found damaged.
  private volatile @Nullable SegmentIndex index;

  private FileSegment(
      ParquetFile file,
      @Nullable SegmentIndex index,
      ReaderPool pool,
      long minStartEpochNanos,
      long maxStartEpochNanos) {
    this.file = file;
    this.columns = LakeColumns.of(file);
    this.index = index;
    this.pool = pool;
    this.minStartEpochNanos = minStartEpochNanos;
    this.maxStartEpochNanos = maxStartEpochNanos;
  }

  /// Opens a file.
  ///
  /// @param index beside it; need not exist
  /// @param pool outlives the segment
  /// @param minStartEpochNanos of its spans, inclusive, as is the next; may be wider than the truth
  /// @throws CorruptFileException when it is not a file of the lake
  static FileSegment open(
      Path parquet, Path index, ReaderPool pool, long minStartEpochNanos, long maxStartEpochNanos)
      throws IOException {
    ParquetFile file = ParquetFile.open(parquet);
    SegmentIndex sidecar = openIndex(index, file.footer().rows());
    try {
      return new FileSegment(file, sidecar, pool, minStartEpochNanos, maxStartEpochNanos);
    } catch (RuntimeException | Error e) {
      file.close();
      if (sidecar != null) {
        sidecar.close();
      }
      throw e;
    }
  }

  private static @Nullable SegmentIndex openIndex(Path path, int rows) {
    try {
      SegmentIndex index = SegmentIndex.open(path);
      if (index.rows() == rows) {
        return index;
      }
      index.close();
      LOG.log(System.Logger.Level.WARNING, "{0} belongs to another file", path);
    } catch (IOException | CorruptFileException e) {
      LOG.log(System.Logger.Level.WARNING, "{0} cannot be used: {1}", path, e);
    }
    return null;
  }

  /// Whether the index is there and was found right so far.
  boolean isIndexed() {
    return index != null;
  }

  @Override
  public long rows() {
    return file.footer().rows();
  }

  @Override
  public long minStartEpochNanos() {
    return minStartEpochNanos;
  }

  @Override
  public long maxStartEpochNanos() {
    return maxStartEpochNanos;
  }

  @Override
  public void trace(TraceId id, Consumer<Span> spans) {
    if (file.file().acquire()) {
      try {
        RowRange rows = rowsOf(id);
        if (rows != null) {
          readSpans(rows, id, spans);
        }
      } finally {
        file.file().release();
      }
    }
  }

  @Override
  public void search(SpanFilter filter, TimeRange range, TopPlaces found, ReadBudget budget) {
    boolean inRange = range.overlaps(minStartEpochNanos, maxStartEpochNanos);
    if (!inRange || !found.wants(maxStartEpochNanos) || rulesOut(filter)) {
      return;
    }
    if (file.file().acquire()) {
      try (FileSearch search = new FileSearch(file, columns, pool, filter, range, found, budget)) {
        search.run();
      } catch (MalformedBytesException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw corrupt(e);
      } finally {
        file.file().release();
      }
    }
  }

  /// Whether the token filter tells that no span matches.
  boolean rulesOut(SpanFilter filter) {
    return withIndex(
            sidecar -> TokenPruning.rulesOut(filter, sidecar::mayContain) ? Boolean.TRUE : null)
        != null;
  }

  @Override
  public void values(ValuesRequest request, ValueSink values, ReadBudget budget) {
    if (file.file().acquire()) {
      try (FileValues list = new FileValues(file, columns, pool, values, budget)) {
        list.list(request.kind());
      } catch (MalformedBytesException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw corrupt(e);
      } finally {
        file.file().release();
      }
    }
  }

  /// Lets go of the file once the last reader is done. To be called once.
  @Override
  public void close() {
    file.close();
    dropIndex(index);
  }

  /// Asks the index; null when there is none (any more), or the answer is.
  private <T> @Nullable T withIndex(Function<SegmentIndex, @Nullable T> question) {
    SegmentIndex sidecar = index;
    if (sidecar == null || !sidecar.acquire()) {
      return null;
    }
    try {
      return question.apply(sidecar);
    } catch (CorruptFileException e) {
      LOG.log(System.Logger.Level.WARNING, "an index is damaged and not used any more", e);
      dropIndex(sidecar);
      return null;
    } finally {
      sidecar.release();
    }
  }

  private synchronized void dropIndex(@Nullable SegmentIndex sidecar) {
    if (sidecar != null && index == sidecar) {
      index = null;
      sidecar.close();
    }
  }

  /// The rows among which those of the trace are, or null when it has none here.
  private @Nullable RowRange rowsOf(TraceId id) {
    RowRange found = withIndex(sidecar -> orNone(sidecar.find(id.high(), id.low())));
    if (found == null) {
      return TraceScan.find(file, columns, pool, id);
    }
    return found.from() < found.to() ? found : null;
  }

  /// "Surely not there", told from "nobody knows".
  private static RowRange orNone(@Nullable RowRange rows) {
    return rows == null ? new RowRange(0, 0) : rows;
  }

  private void readSpans(RowRange rows, TraceId id, Consumer<Span> to) {
    for (RowGroup group : file.footer().rowGroups()) {
      int from = Math.max(rows.from(), group.firstRow());
      int end = Math.min(rows.to(), group.endRow());
      for (int row = from; row < end; row += PORTION_ROWS) {
        int portionEnd = Math.min(end, row + PORTION_ROWS);
        readPortion(group, row - group.firstRow(), portionEnd - group.firstRow(), id).forEach(to);
      }
    }
  }

  private List<Span> readPortion(RowGroup group, int from, int to, TraceId id) {
    try {
      if (!TraceScan.holds(file, columns, pool, group, from, to, id)) {
        return List.of();
      }
      SpanReader reader = new SpanReader(new SpanColumns(file, columns, pool, group, from, to));
      List<Span> spans = new ArrayList<>(to - from);
      for (int row = from; row < to; row++) {
        Span span = reader.next();
        if (span.traceId().equals(id)) {
          spans.add(span);
        }
      }
      return spans;
    } catch (MalformedBytesException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw corrupt(e);
    }
  }

  private CorruptFileException corrupt(RuntimeException cause) {
    return new CorruptFileException(file.file().path(), 0, cause.toString(), cause);
  }
}
