package dev.hopwise.store.lake.rollup;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.model.rollup.RollupRow;
import dev.hopwise.model.rollup.SeriesKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes blocks of a segment, with its dictionary. Not thread-safe.
final class BlockEncoder implements AutoCloseable {

  private static final int LEVEL = 3;

  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL);
  private final Map<SeriesKey, Integer> dictionary = new HashMap<>();
  private final VarintBytes fresh = new VarintBytes();
  private final RowColumns columns = new RowColumns();
  private final VarintBytes rows = new VarintBytes();
  private @Nullable BlockHeader header;

  /// Another segment begins.
  void begin() {
    dictionary.clear();
  }

  /// How many series the segment has.
  int series() {
    return dictionary.size();
  }

  /// Of the block that was encoded last.
  BlockHeader header() {
    return Objects.requireNonNull(header, "no block was encoded");
  }

  /// A block as it is written: header and body. When it cannot be written, the segment has to end:
  /// its dictionary already counts the block's series.
  ByteBuffer encode(RollupCut cut, long sequence, long through) {
    fresh.clear();
    columns.clear();
    rows.clear();
    long[] order = new long[cut.rows().size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) numberOf(cut.rows().get(i).key()) << Integer.SIZE | i;
    }
    Arrays.sort(order);
    int before = -1;
    for (long each : order) {
      int number = (int) (each >>> Integer.SIZE);
      columns.ids.put(number - before);
      before = number;
      row(cut.rows().get((int) each));
    }
    if (order.length > 0) {
      columns.writeTo(rows);
    }
    return block(cut, sequence, through);
  }

  private int numberOf(SeriesKey key) {
    Integer known = dictionary.get(key);
    if (known != null) {
      return known;
    }
    int number = dictionary.size();
    dictionary.put(key, number);
    KeyCodec.write(fresh, key);
    return number;
  }

  private void row(RollupRow row) {
    columns.histogram(row.durations());
    if (row.key() instanceof SeriesKey.OfEdge) {
      boolean same = row.durations().equals(row.callerDurations());
      columns.errors.put(row.errors() << 1 | (same ? 1 : 0));
      if (!same) {
        columns.histogram(row.callerDurations());
      }
    }
  }

  private ByteBuffer block(RollupCut cut, long sequence, long through) {
    int bound = (int) (Zstd.compressBound(fresh.length()) + Zstd.compressBound(rows.length()));
    byte[] bytes = new byte[BlockHeader.BYTES + bound];
    int dictionaryBytes = pack(fresh, bytes, BlockHeader.BYTES);
    int rowsAt = BlockHeader.BYTES + dictionaryBytes;
    int rowsBytes = pack(rows, bytes, rowsAt);
    header =
        new BlockHeader(
            cut.startEpochSeconds(),
            sequence,
            through,
            cut.coveredMillis(),
            dictionaryBytes,
            fresh.length(),
            rowsBytes,
            rows.length(),
            BlockHeader.crc(bytes, BlockHeader.BYTES, dictionaryBytes),
            BlockHeader.crc(bytes, rowsAt, rowsBytes));
    header.write(bytes);
    return ByteBuffer.wrap(bytes, 0, rowsAt + rowsBytes);
  }

  private int pack(VarintBytes from, byte[] to, int at) {
    return from.length() == 0
        ? 0
        : zstd.compressByteArray(to, at, to.length - at, from.bytes(), 0, from.length());
  }

  @Override
  public void close() {
    zstd.close();
  }
}
