package dev.hopwise.store.lake;

import dev.hopwise.store.lake.LakeSchema.Leaf;
import dev.hopwise.store.lake.LakeSchema.Physical;
import dev.hopwise.store.lake.WrittenFile.ColumnStatistics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sums up the chunks of a file's columns for Iceberg, whose single-value encoding of numbers and
/// texts is Parquet's plain one.
final class FileStatistics {

  private FileStatistics() {}

  static Map<Integer, ColumnStatistics> of(List<FooterWriter.RowGroup> groups) {
    Map<Integer, ColumnStatistics> columns = new HashMap<>();
    for (int i = 0; i < LakeSchema.LEAVES.size(); i++) {
      int column = i;
      Leaf leaf = LakeSchema.LEAVES.get(i);
      List<WrittenChunk> chunks = groups.stream().map(group -> group.chunks().get(column)).toList();
      columns.put(leaf.fieldId(), ofColumn(leaf, chunks));
    }
    return Map.copyOf(columns);
  }

  private static ColumnStatistics ofColumn(Leaf leaf, List<WrittenChunk> chunks) {
    long compressedBytes = 0;
    long values = 0;
    long nulls = 0;
    byte @Nullable [] lower = null;
    byte @Nullable [] upper = null;
    Comparator<byte[]> order = order(leaf);
    for (WrittenChunk chunk : chunks) {
      compressedBytes += chunk.storedBytes;
      values += chunk.slots;
      nulls += chunk.nulls;
      byte[] chunkLower = chunk.lower;
      if (chunkLower != null && (lower == null || order.compare(chunkLower, lower) < 0)) {
        lower = chunkLower;
      }
      byte[] chunkUpper = chunk.upper;
      if (chunkUpper != null && (upper == null || order.compare(chunkUpper, upper) > 0)) {
        upper = chunkUpper;
      }
    }
    if (leaf.type() == Physical.BYTE_ARRAY && lower != null && upper != null) {
      lower = TextBounds.lower(lower);
      upper = TextBounds.upper(upper);
    }
    return new ColumnStatistics(compressedBytes, values, nulls, buffer(lower), buffer(upper));
  }

  private static @Nullable ByteBuffer buffer(byte @Nullable [] bound) {
    return bound == null
        ? null
        : ByteBuffer.wrap(bound).order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer();
  }

  private static Comparator<byte[]> order(Leaf leaf) {
    return switch (leaf.type()) {
      case INT32 -> Comparator.comparingInt(bytes -> little(bytes).getInt());
      case INT64 -> Comparator.comparingLong(bytes -> little(bytes).getLong());
      case DOUBLE -> Comparator.comparingDouble(bytes -> little(bytes).getDouble());
      case BYTE_ARRAY, FIXED_16 -> Arrays::compareUnsigned;
    };
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
