package dev.hopwise.store.lake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.DoubleSummaryStatistics;

/// Encodes the values of one column chunk after the other. Values come without the missing ones,
/// which are in the {@link PageLevels}. Used by one thread; keeps its arrays for the next chunk.
final class ChunkWriter {

  private static final int UUID_BYTES = 16;

  private final PageWriter pages;
  private final int pageRows;
  private final int dictionaryBytesMax;
  private final ByteOutput body = new ByteOutput(1 << 18);
  private final ByteOutput dictionary = new ByteOutput(1 << 16);
  private final RunLengthEncoder runs = new RunLengthEncoder(body);
  private final DeltaEncoder deltas = new DeltaEncoder(body);
  private final LocalIds local = new LocalIds();
  private final BoundsTracker bounds = new BoundsTracker();
  private boolean isBounded;
  private long[] lengths = new long[0];
  private int[] positions = new int[0];

  ChunkWriter(PageWriter pages, WriteSettings settings) {
    this.pages = pages;
    this.pageRows = settings.pageRows();
    this.dictionaryBytesMax = settings.dictionaryBytesMax();
  }

  /// The distinct ids of the chunk that was written last by {@link #texts} or {@link #numbers32},
  /// in order of appearance: `distinctIds()[0..distinct())`.
  int[] distinctIds() {
    return local.distinctIds();
  }

  int distinct() {
    return local.distinct();
  }

  /// Texts by their ids: with a dictionary when that is smaller and within its limit, else
  /// DELTA_LENGTH_BYTE_ARRAY.
  WrittenChunk texts(LakeSchema.Leaf leaf, PageLevels levels, TextPool texts, int[] ids) {
    WrittenChunk chunk = new WrittenChunk(leaf, true);
    int count = levels.values();
    local.assign(ids, count, texts.count());
    bounds.clear();
    isBounded = leaf.maxRepetition() == 0;
    if (count == 0) {
      chunk.encoding = WrittenChunk.PLAIN;
      emptyPages(chunk, levels);
    } else if (dictionaryPays(texts, ids, count)) {
      textDictionary(texts);
      pages.dictionary(chunk, dictionary, local.distinct());
      indexPages(chunk, levels);
    } else {
      chunk.encoding = WrittenChunk.DELTA_LENGTH_BYTE_ARRAY;
      for (int page = 0; page < levels.pages(); page++) {
        beginPage(levels, page);
        lengthsAndBytes(texts, ids, levels.firstValue(page), levels.firstValue(page + 1));
        endPage(chunk, levels, page);
      }
    }
    chunk.lower = bounds.lower();
    chunk.upper = bounds.upper();
    return chunk;
  }

  private boolean dictionaryPays(TextPool texts, int[] ids, int count) {
    long dictionaryBytes = 0;
    int distinct = local.distinct();
    for (int i = 0; i < distinct; i++) {
      dictionaryBytes += Integer.BYTES + texts.length(local.distinctIds()[i]);
      if (dictionaryBytes > dictionaryBytesMax) {
        return false;
      }
    }
    if (distinct * 4L < count) {
      return true;
    }
    long plainBytes = 0;
    for (int i = 0; i < count; i++) {
      plainBytes += Integer.BYTES + texts.length(ids[i]);
    }
    return dictionaryBytes + (long) count * indexWidth() / Byte.SIZE < plainBytes;
  }

  private void textDictionary(TextPool texts) {
    dictionary.clear();
    for (int i = 0; i < local.distinct(); i++) {
      int id = local.distinctIds()[i];
      int length = texts.length(id);
      dictionary.int32(length);
      dictionary.raw(texts.array(id), texts.offset(id), length);
    }
    for (int at = 0, i = 0; isBounded && i < local.distinct(); i++) {
      int length = texts.length(local.distinctIds()[i]);
      at += Integer.BYTES;
      bounds.add(dictionary.array(), at, length);
      at += length;
    }
  }

  private void lengthsAndBytes(TextPool texts, int[] ids, int from, int to) {
    if (lengths.length < to - from) {
      lengths = new long[to - from];
      positions = new int[to - from];
    }
    // Where they lie is found out first: many misses of the cache at once, not one after the other.
    for (int i = from; i < to; i++) {
      lengths[i - from] = texts.length(ids[i]);
      positions[i - from] = texts.position(ids[i]);
    }
    deltas.encode(lengths, 0, to - from);
    int at = body.size();
    for (int i = 0; i < to - from; i++) {
      int position = positions[i];
      body.raw(texts.arrayAt(position), ByteHeap.offset(position), (int) lengths[i]);
    }
    for (int i = from; isBounded && i < to; i++) {
      int length = (int) lengths[i - from];
      bounds.add(body.array(), at, length);
      at += length;
    }
  }

  /// 64-bit numbers, PLAIN or DELTA_BINARY_PACKED.
  ///
  /// @param compressed whether trying to compress them is worth it: random ids never get smaller
  WrittenChunk numbers64(
      LakeSchema.Leaf leaf, PageLevels levels, long[] values, int encoding, boolean compressed) {
    WrittenChunk chunk = new WrittenChunk(leaf, compressed);
    chunk.encoding = encoding;
    chunk.hasColumnIndex = leaf.maxRepetition() == 0;
    long smallest = Long.MAX_VALUE;
    long largest = Long.MIN_VALUE;
    for (int page = 0; page < levels.pages(); page++) {
      beginPage(levels, page);
      int from = levels.firstValue(page);
      int to = levels.firstValue(page + 1);
      long lower = Long.MAX_VALUE;
      long upper = Long.MIN_VALUE;
      for (int i = from; i < to; i++) {
        lower = Math.min(lower, values[i]);
        upper = Math.max(upper, values[i]);
      }
      if (encoding == WrittenChunk.DELTA_BINARY_PACKED) {
        deltas.encode(values, from, to);
      } else {
        for (int i = from; i < to; i++) {
          body.int64(values[i]);
        }
      }
      if (from == to) {
        endPage(chunk, levels, page);
      } else {
        endPage(chunk, levels, page, plain64(lower), plain64(upper));
        smallest = Math.min(smallest, lower);
        largest = Math.max(largest, upper);
      }
    }
    if (levels.values() > 0 && leaf.maxRepetition() == 0) {
      chunk.lower = plain64(smallest);
      chunk.upper = plain64(largest);
    }
    return chunk;
  }

  /// 32-bit numbers: with a dictionary when few are distinct, else PLAIN.
  ///
  /// @param numbers what the ids stand for
  WrittenChunk numbers32(
      LakeSchema.Leaf leaf, PageLevels levels, IntDictionary numbers, int[] ids) {
    WrittenChunk chunk = new WrittenChunk(leaf, true);
    int count = levels.values();
    local.assign(ids, count, numbers.count());
    int distinct = local.distinct();
    if (leaf.maxRepetition() == 0 && distinct > 0) {
      int smallest = Integer.MAX_VALUE;
      int largest = Integer.MIN_VALUE;
      for (int i = 0; i < distinct; i++) {
        int number = numbers.number(local.distinctIds()[i]);
        smallest = Math.min(smallest, number);
        largest = Math.max(largest, number);
      }
      chunk.lower = plain32(smallest);
      chunk.upper = plain32(largest);
    }
    if (count == 0) {
      chunk.encoding = WrittenChunk.PLAIN;
      emptyPages(chunk, levels);
    } else if (distinct * 2L <= count && (long) distinct * Integer.BYTES <= dictionaryBytesMax) {
      dictionary.clear();
      for (int i = 0; i < distinct; i++) {
        dictionary.int32(numbers.number(local.distinctIds()[i]));
      }
      pages.dictionary(chunk, dictionary, distinct);
      indexPages(chunk, levels);
    } else {
      chunk.encoding = WrittenChunk.PLAIN;
      for (int page = 0; page < levels.pages(); page++) {
        beginPage(levels, page);
        for (int i = levels.firstValue(page); i < levels.firstValue(page + 1); i++) {
          body.int32(numbers.number(ids[i]));
        }
        endPage(chunk, levels, page);
      }
    }
    return chunk;
  }

  /// Doubles, with a dictionary when few are distinct, else PLAIN.
  ///
  /// @param numbers what the ids stand for; none is NaN
  WrittenChunk doubles(LakeSchema.Leaf leaf, PageLevels levels, double[] numbers, int[] ids) {
    WrittenChunk chunk = new WrittenChunk(leaf, true);
    int count = levels.values();
    local.assign(ids, count, numbers.length);
    int distinct = local.distinct();
    DoubleSummaryStatistics all = new DoubleSummaryStatistics();
    dictionary.clear();
    for (int i = 0; i < distinct; i++) {
      double number = numbers[local.distinctIds()[i]];
      dictionary.int64(Double.doubleToRawLongBits(number));
      all.accept(number);
    }
    if (count > 0) {
      chunk.lower = plain64(Double.doubleToRawLongBits(all.getMin()));
      chunk.upper = plain64(Double.doubleToRawLongBits(all.getMax()));
    }
    if (count == 0) {
      chunk.encoding = WrittenChunk.PLAIN;
      emptyPages(chunk, levels);
    } else if (distinct * 2L <= count && dictionary.size() <= dictionaryBytesMax) {
      pages.dictionary(chunk, dictionary, distinct);
      indexPages(chunk, levels);
    } else {
      chunk.encoding = WrittenChunk.PLAIN;
      for (int page = 0; page < levels.pages(); page++) {
        beginPage(levels, page);
        for (int i = levels.firstValue(page); i < levels.firstValue(page + 1); i++) {
          body.int64(Double.doubleToRawLongBits(numbers[ids[i]]));
        }
        endPage(chunk, levels, page);
      }
    }
    return chunk;
  }

  /// The sorted trace ids of the rows, by the numbers of their traces. Bounds are told for pages
  /// only: readers that take UUIDs for signed numbers use those of the chunk.
  WrittenChunk traceIds(LakeSchema.Leaf leaf, PageLevels levels, TraceTable traces, int[] ids) {
    WrittenChunk chunk = new WrittenChunk(leaf, true);
    int count = levels.values();
    local.assign(ids, count, traces.count() + 1);
    boolean useDictionary =
        local.distinct() * 3L <= count
            && (long) local.distinct() * UUID_BYTES <= dictionaryBytesMax;
    if (useDictionary) {
      dictionary.clear();
      for (int i = 0; i < local.distinct(); i++) {
        uuid(dictionary, traces, local.distinctIds()[i] - 1);
      }
      pages.dictionary(chunk, dictionary, local.distinct());
    }
    chunk.encoding = useDictionary ? WrittenChunk.RLE_DICTIONARY : WrittenChunk.PLAIN;
    chunk.hasColumnIndex = true;
    for (int page = 0; page < levels.pages(); page++) {
      beginPage(levels, page);
      int from = levels.firstValue(page);
      int to = levels.firstValue(page + 1);
      if (useDictionary) {
        indexes(from, to);
      } else {
        for (int i = from; i < to; i++) {
          uuid(body, traces, ids[i] - 1);
        }
      }
      endPage(chunk, levels, page, uuid(traces, ids[from] - 1), uuid(traces, ids[to - 1] - 1));
    }
    return chunk;
  }

  /// UUIDs as they are.
  WrittenChunk uuids(LakeSchema.Leaf leaf, PageLevels levels, long[] highs, long[] lows) {
    WrittenChunk chunk = new WrittenChunk(leaf, true);
    chunk.encoding = WrittenChunk.PLAIN;
    for (int page = 0; page < levels.pages(); page++) {
      beginPage(levels, page);
      for (int i = levels.firstValue(page); i < levels.firstValue(page + 1); i++) {
        body.int64BigEndian(highs[i]);
        body.int64BigEndian(lows[i]);
      }
      endPage(chunk, levels, page);
    }
    return chunk;
  }

  private void indexPages(WrittenChunk chunk, PageLevels levels) {
    chunk.encoding = WrittenChunk.RLE_DICTIONARY;
    for (int page = 0; page < levels.pages(); page++) {
      beginPage(levels, page);
      indexes(levels.firstValue(page), levels.firstValue(page + 1));
      endPage(chunk, levels, page);
    }
  }

  private void indexes(int from, int to) {
    body.int8(indexWidth());
    runs.encode(local.places(), from, to, indexWidth());
  }

  private int indexWidth() {
    return RunLengthEncoder.width(Math.max(0, local.distinct() - 1));
  }

  private void emptyPages(WrittenChunk chunk, PageLevels levels) {
    for (int page = 0; page < levels.pages(); page++) {
      beginPage(levels, page);
      endPage(chunk, levels, page);
    }
  }

  private void beginPage(PageLevels levels, int page) {
    body.clear();
    levels.write(page, body);
  }

  private void endPage(WrittenChunk chunk, PageLevels levels, int page) {
    pages.data(chunk, body, levels, page, page * pageRows, null, null);
  }

  private void endPage(
      WrittenChunk chunk, PageLevels levels, int page, byte[] lower, byte[] upper) {
    pages.data(chunk, body, levels, page, page * pageRows, lower, upper);
  }

  private static void uuid(ByteOutput out, TraceTable traces, int trace) {
    out.int64BigEndian(traces.high(trace));
    out.int64BigEndian(traces.low(trace));
  }

  private static byte[] uuid(TraceTable traces, int trace) {
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(traces.high(trace))
        .putLong(traces.low(trace))
        .array();
  }

  private static byte[] plain64(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] plain32(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
