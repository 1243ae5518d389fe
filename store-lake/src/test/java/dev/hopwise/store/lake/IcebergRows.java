package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Files;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/// The rows of a Parquet file as Iceberg's own reader (parquet-java) gives them, by field ids, in
/// the form of {@link LakeRows}.
final class IcebergRows {

  private IcebergRows() {}

  static List<List<@Nullable Object>> read(Path file) throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (CloseableIterable<Record> records =
        Parquet.read(Files.localInput(file.toFile()))
            .project(LakeSchema.icebergSchema())
            .createReaderFunc(
                type -> GenericParquetReaders.buildReader(LakeSchema.icebergSchema(), type))
            .build()) {
      for (Record record : records) {
        rows.add(struct(record));
      }
    }
    return rows;
  }

  private static List<@Nullable Object> struct(StructLike record) {
    List<@Nullable Object> fields = new ArrayList<>();
    for (int i = 0; i < record.size(); i++) {
      fields.add(plain(record.get(i, Object.class)));
    }
    return fields;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case OffsetDateTime time -> ChronoUnit.MICROS.between(Instant.EPOCH, time);
      case StructLike struct -> struct(struct);
      case List<?> list -> list.stream().map(IcebergRows::plain).toList();
      case Map<?, ?> map -> {
        Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, element) -> copy.put(plain(key), plain(element)));
        yield copy;
      }
      case null, default -> value;
    };
  }
}
