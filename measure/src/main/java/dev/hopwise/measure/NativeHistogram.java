package dev.hopwise.measure;

import dev.hopwise.model.otlp.ProtoWriter;
import java.util.Arrays;

/// The exponential buckets in the sparse form of Prometheus's native histograms: spans of
/// consecutive buckets, and each bucket's count as the difference to the one before.
///
/// Schema 4 has the bounds of OpenTelemetry's scale 4, but numbers a bucket by its upper bound:
/// bucket `i` here is `i − 1` there.
///
/// Source: Prometheus client_model `metrics.proto`, message `Histogram`; remote write carries the
/// same three messages under other numbers.
public final class NativeHistogram {

  /// `2^(2^-4)` is the quotient of two bounds.
  public static final int SCHEMA = ExponentialBuckets.SCALE;

  /// Below it all counts as zero: less than any duration, and more than 0 because that is how a
  /// reader tells an empty native histogram from one that has classic buckets only.
  public static final double ZERO_THRESHOLD = 0x1p-128;

  /// Shorter runs of empty buckets are cheaper as zeros than as a new span.
  private static final int GAP_MAX = 2;

  private static final int SPAN_OFFSET = 1 << 3;
  private static final int SPAN_LENGTH = 2 << 3;

  private final ProtoWriter scratch = new ProtoWriter();
  private int[] offsets = new int[8];
  private int[] lengths = new int[8];
  private int spans;
  private long[] deltas = new long[32];
  private int buckets;
  private int next;
  private long last;

  private NativeHistogram() {}

  /// The sparse form of a histogram.
  public static NativeHistogram of(HistogramSnapshot histogram) {
    NativeHistogram sparse = new NativeHistogram();
    for (int place = 0; place < histogram.exponentialBuckets(); place++) {
      long count = histogram.inExponential(place);
      if (count > 0) {
        sparse.add(histogram.exponentialOffset() + place + 1, count);
      }
    }
    return sparse;
  }

  /// Writes the spans, each a message of its own: `BucketSpan{offset=1 sint32, length=2 uint32}`.
  ///
  /// @param tag of `positive_span`
  public void writeSpans(ProtoWriter out, int tag) {
    for (int span = 0; span < spans; span++) {
      scratch.clear();
      scratch.varintField(SPAN_OFFSET, ProtoWriter.zigzag(offsets[span]));
      scratch.varintField(SPAN_LENGTH, lengths[span]);
      out.messageField(tag, scratch);
    }
  }

  /// Writes the differences of the counts, packed.
  ///
  /// @param tag of `positive_delta`
  public void writeDeltas(ProtoWriter out, int tag) {
    if (buckets > 0) {
      scratch.clear();
      for (int bucket = 0; bucket < buckets; bucket++) {
        scratch.varint(ProtoWriter.zigzag(deltas[bucket]));
      }
      out.messageField(tag, scratch);
    }
  }

  private void add(int index, long count) {
    int gap = index - next;
    if (spans == 0 || gap > GAP_MAX) {
      open(spans == 0 ? index : gap);
    } else {
      for (int empty = 0; empty < gap; empty++) {
        append(0);
      }
    }
    append(count);
    next = index + 1;
  }

  /// @param offset the number of the first bucket, or how many are empty since the last span
  private void open(int offset) {
    if (spans == offsets.length) {
      offsets = Arrays.copyOf(offsets, spans * 2);
      lengths = Arrays.copyOf(lengths, spans * 2);
    }
    offsets[spans] = offset;
    lengths[spans] = 0;
    spans++;
  }

  private void append(long count) {
    if (buckets == deltas.length) {
      deltas = Arrays.copyOf(deltas, buckets * 2);
    }
    deltas[buckets] = count - last;
    buckets++;
    last = count;
    lengths[spans - 1]++;
  }
}
