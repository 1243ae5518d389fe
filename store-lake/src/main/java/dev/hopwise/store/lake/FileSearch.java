package dev.hopwise.store.lake;

import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.lake.LakeSchema.Leaf;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/// One search in one file: page by page, the columns of the filter first, then the start and trace
/// id of the rows that are left.
///
/// Once the answer is full, the starts are looked at first, for then few rows of a page are still
/// wanted.
final class FileSearch implements AutoCloseable {

  static final Leaf START_TIME = LakeSchema.leaf(LakeColumn.START_TIME);
  static final Leaf START_NANOS = LakeSchema.leaf(LakeColumn.START_NANOS);
  private static final Leaf TRACE_ID = LakeSchema.leaf(LakeColumn.TRACE_ID);

  private final ParquetFile file;
  private final RowBatch batch;
  private final RowTest test;
  private final TimeRange range;
  private final TopPlaces found;
  private final ReadBudget budget;
  private long[] starts = new long[0];

  FileSearch(
      ParquetFile file,
      LakeColumns columns,
      ReaderPool pool,
      SpanFilter filter,
      TimeRange range,
      TopPlaces found,
      ReadBudget budget) {
    this.file = file;
    this.batch = new RowBatch(file, columns, pool);
    this.test = RowTests.of(filter);
    this.range = range;
    this.found = found;
    this.budget = budget;
  }

  void run() {
    for (int i = 0; i < file.footer().rowGroups().size() && !budget.exhausted(); i++) {
      batch.openGroup(i);
      searchGroup();
    }
  }

  @Override
  public void close() {
    batch.close();
  }

  private void searchGroup() {
    Set<Leaf> leaves = new LinkedHashSet<>(Set.of(START_TIME, START_NANOS, TRACE_ID));
    test.addColumns(leaves);
    int[] bounds = bounds(batch, leaves);
    for (int i = 0; i + 1 < bounds.length && !budget.exhausted(); i++) {
      batch.move(bounds[i], bounds[i + 1]);
      searchBatch();
      budget.inspectedSpans(batch.rows());
      budget.inspectedBytes(batch.takeBytesRead());
    }
  }

  /// Where pages begin, and the end. In our own files the pages of all columns begin at the same
  /// rows.
  static int[] bounds(RowBatch batch, Set<Leaf> leaves) {
    TreeSet<Integer> rows = new TreeSet<>();
    int[] last = {};
    for (Leaf leaf : leaves) {
      ColumnReader column = batch.open(leaf);
      if (column != null && !Arrays.equals(last, column.pages().firstRows())) {
        last = column.pages().firstRows();
        for (int row : last) {
          rows.add(row);
        }
      }
    }
    rows.add(batch.group().rows());
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private void searchBatch() {
    boolean startsFirst = !found.wants(Long.MIN_VALUE);
    BitSet wanted = new BitSet();
    if (startsFirst) {
      wanted = wantedRows();
      if (wanted.isEmpty()) {
        return;
      }
    }
    BitSet rows = test.test(batch);
    if (rows.isEmpty()) {
      return;
    }
    rows.and(startsFirst ? wanted : wantedRows());
    // A trace's rows stand in the order of their starts: the last one first spares the others.
    for (int row = rows.length() - 1; row >= 0; row = rows.previousSetBit(row - 1)) {
      offer(row);
    }
  }

  private void offer(int row) {
    if (!found.wants(latestNanos(starts[row]))) {
      return;
    }
    long start =
        starts[row] * FileSegment.NANOS_PER_MICRO + batch.required(START_NANOS).number(row);
    if (range.contains(start) && found.wants(start)) {
      ColumnReader traceIds = batch.required(TRACE_ID);
      found.offer(traceIds.high(row), traceIds.low(row), start);
    }
  }

  /// The rows that may be in the range and still change the answer.
  private BitSet wantedRows() {
    starts = batch.required(START_TIME).numbers();
    long least = Math.floorDiv(leastNanos(), FileSegment.NANOS_PER_MICRO);
    BitSet wanted = new BitSet(batch.rows());
    for (int row = 0; row < batch.rows(); row++) {
      if (starts[row] >= least) {
        wanted.set(row);
      }
    }
    return wanted;
  }

  /// Earlier starts are out of the range, or not wanted any more.
  private long leastNanos() {
    long certain = found.certainFrom();
    return Math.max(
        range.fromEpochNanos(), certain == Long.MIN_VALUE ? Long.MIN_VALUE : certain - 1);
  }

  /// The last nanosecond of a microsecond.
  private static long latestNanos(long micros) {
    return micros * FileSegment.NANOS_PER_MICRO + FileSegment.NANOS_PER_MICRO - 1;
  }
}
