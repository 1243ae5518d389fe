package dev.hopwise.store.lake.rollup;

import dev.hopwise.model.rollup.DurationCounts;

/// The columns of a block's rows, being written: each row's numbers go to many columns, so that
/// like stands by like and compresses.
///
/// ```
/// length of each column …| ids | errors | zeros | sums | sizes | firsts | gaps | counts
/// ```
///
/// | column | a row has |
/// |---|---|
/// | ids | number in the segment's dictionary, less the one before |
/// | errors | an edge: failed requests × 2, + 1 where both sides saw the same durations |
/// | zeros, sums, sizes | of each histogram: durations of nothing, sum in ns, how many buckets |
/// | firsts | of each histogram that has buckets: the first one's index, signed |
/// | gaps | of each further bucket: its index less the one before, less 1 |
/// | counts | of each bucket: what it holds, less 1 |
///
/// A row has one histogram; an edge whose sides differ has another one after it, of its client.
final class RowColumns {

  static final int COUNT = 8;

  final VarintBytes ids = new VarintBytes();
  final VarintBytes errors = new VarintBytes();
  private final VarintBytes zeros = new VarintBytes();
  private final VarintBytes sums = new VarintBytes();
  private final VarintBytes sizes = new VarintBytes();
  private final VarintBytes firsts = new VarintBytes();
  private final VarintBytes gaps = new VarintBytes();
  private final VarintBytes counts = new VarintBytes();
  private final VarintBytes[] all = {ids, errors, zeros, sums, sizes, firsts, gaps, counts};

  void clear() {
    for (VarintBytes each : all) {
      each.clear();
    }
  }

  void histogram(DurationCounts durations) {
    zeros.put(durations.zeroCount());
    sums.put(durations.sumNanos());
    sizes.put(durations.size());
    for (int place = 0; place < durations.size(); place++) {
      if (place == 0) {
        firsts.putSigned(durations.index(0));
      } else {
        gaps.put(durations.index(place) - durations.index(place - 1) - 1L);
      }
      counts.put(durations.count(place) - 1);
    }
  }

  /// Appends them.
  void writeTo(VarintBytes out) {
    for (VarintBytes each : all) {
      out.put(each.length());
    }
    for (VarintBytes each : all) {
      out.put(each);
    }
  }
}
