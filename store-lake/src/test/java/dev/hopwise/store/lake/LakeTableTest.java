package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.lake.LakeTable.LiveFile;
import dev.hopwise.store.lake.WrittenFile.ColumnStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTableTest {

  private static final int HOUR = 498_706;

  @TempDir Path directory;

  @Test
  void theTableHasTheIdsThatTheFilesHave() throws IOException {
    try (LakeTable table = LakeTable.open(directory)) {
      assertThat(table.table().schema().sameSchema(LakeSchema.icebergSchema())).isTrue();
      assertThat(table.table().schema().asStruct())
          .isEqualTo(LakeSchema.icebergSchema().asStruct());
      assertThat(table.table().spec().toString()).contains("hour(4)");
    }
  }

  @Test
  void remembersFilesAndPositionInOneStep() throws IOException {
    UUID commit = UUID.randomUUID();
    try (LakeTable table = LakeTable.open(directory)) {
      assertThat(table.position()).isEqualTo(JournalPosition.START);
      table.append(List.of(file("a", HOUR), file("b", HOUR + 1)), JournalPosition.at(77), commit);
    }
    try (LakeTable table = LakeTable.open(directory)) {
      assertThat(table.position()).isEqualTo(JournalPosition.at(77));
      assertThat(table.hasCommit(commit)).isTrue();
      assertThat(table.hasCommit(UUID.randomUUID())).isFalse();
      assertThat(table.files())
          .extracting(LiveFile::hour)
          .containsExactlyInAnyOrder(HOUR, HOUR + 1);
      assertThat(table.files())
          .extracting(LiveFile::newestEpochMicros)
          .containsExactlyInAnyOrder(newestMicros(HOUR), newestMicros(HOUR + 1));
      table.append(List.of(), JournalPosition.at(99), UUID.randomUUID());
      assertThat(table.position()).isEqualTo(JournalPosition.at(99));
      assertThat(table.files()).hasSize(2);
    }
  }

  @Test
  void forgetsFilesAndKeepsThePosition() throws IOException {
    try (LakeTable table = LakeTable.open(directory)) {
      table.append(
          List.of(file("a", HOUR), file("b", HOUR + 1)), JournalPosition.at(77), UUID.randomUUID());
      List<LiveFile> old = table.files().stream().filter(f -> f.hour() == HOUR).toList();
      table.remove(old);
      assertThat(table.files()).extracting(LiveFile::hour).containsExactly(HOUR + 1);
      assertThat(table.position()).isEqualTo(JournalPosition.at(77));
      assertThat(table.filesOfAllSnapshots()).hasSize(2);
      table.expire(Long.MAX_VALUE);
      assertThat(table.snapshotCount()).isOne();
      assertThat(table.filesOfAllSnapshots()).hasSize(1);
      assertThat(table.position()).isEqualTo(JournalPosition.at(77));
    }
  }

  @Test
  void otherReadersPruneByTheBoundsOfItsFiles() throws IOException {
    try (LakeTable table = LakeTable.open(directory)) {
      table.append(
          List.of(file("a", HOUR), file("b", HOUR + 5)), JournalPosition.at(1), UUID.randomUUID());
      var scan =
          table
              .table()
              .newScan()
              .filter(Expressions.greaterThan("start_time", newestMicros(HOUR + 2)));
      try (var tasks = scan.planFiles()) {
        assertThat(tasks).hasSize(1);
      }
      var byService = table.table().newScan().filter(Expressions.equal("service", "zz"));
      try (var tasks = byService.planFiles()) {
        assertThat(tasks).isEmpty();
      }
    }
  }

  @Test
  void metadataStaysSmallOverManyCommits() throws IOException {
    try (LakeTable table = LakeTable.open(directory)) {
      for (int i = 0; i < 40; i++) {
        table.append(List.of(file("f" + i, HOUR + i)), JournalPosition.at(i), UUID.randomUUID());
        if (i % 10 == 9) {
          table.expire(Long.MAX_VALUE);
        }
      }
      assertThat(table.files()).hasSize(40);
      assertThat(table.table().currentSnapshot().allManifests(table.table().io()))
          .hasSizeLessThan(22);
      Path metadata = LakeTable.dataDirectory(directory).resolveSibling("metadata");
      LakeFiles.sweep(metadata, table.metadataFiles());
      assertThat(LakeFiles.bytes(metadata)).isLessThan(700_000);
      table.append(List.of(file("last", HOUR)), JournalPosition.at(61), UUID.randomUUID());
    }
    try (LakeTable table = LakeTable.open(directory)) {
      assertThat(table.files()).hasSize(41);
    }
  }

  @Test
  void findsItsFilesWhenTheDirectoryWasMoved() throws IOException {
    Path before = directory.resolve("before");
    Path after = directory.resolve("after");
    Files.createDirectories(before);
    WrittenFile file = file(before, "a", HOUR);
    try (LakeTable table = LakeTable.open(before)) {
      Files.createDirectories(file.parquet().getParent());
      Files.writeString(file.parquet(), "spans");
      table.append(List.of(file), JournalPosition.at(5), UUID.randomUUID());
    }
    Files.move(before, after);
    try (LakeTable table = LakeTable.open(after)) {
      assertThat(table.position()).isEqualTo(JournalPosition.at(5));
      assertThat(table.table().location()).endsWith("/after/hopwise/spans");
      LiveFile live = table.files().getFirst();
      assertThat(live.parquet()).isEqualTo(after.resolve(before.relativize(file.parquet())));
      assertThat(live.newestEpochMicros()).isEqualTo(newestMicros(HOUR));
      table.append(List.of(file(after, "b", HOUR)), JournalPosition.at(6), UUID.randomUUID());
    }
    try (LakeTable table = LakeTable.open(after)) {
      assertThat(table.files()).hasSize(2);
    }
  }

  @Test
  void refusesAMovedDirectoryThatLacksAFile() throws IOException {
    Path before = directory.resolve("before");
    Path after = directory.resolve("after");
    Files.createDirectories(before);
    try (LakeTable table = LakeTable.open(before)) {
      table.append(List.of(file(before, "a", HOUR)), JournalPosition.at(5), UUID.randomUUID());
    }
    Files.move(before, after);
    assertThatThrownBy(() -> LakeTable.open(after))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("moved")
        .hasMessageContaining("a.parquet");
  }

  @Test
  void refusesDataFilesWithoutTheirCatalog() throws IOException {
    Path data = LakeTable.dataDirectory(directory).resolve("2026-11-22-10");
    Files.createDirectories(data);
    Files.writeString(data.resolve("x.parquet"), "spans");
    assertThatThrownBy(() -> LakeTable.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("restore the catalog");
    assertThat(data.resolve("x.parquet")).exists();
  }

  @Test
  void onlyOneAtATimeMayHaveTheDirectory() throws IOException {
    try (LakeLock _ = LakeLock.take(directory)) {
      assertThatThrownBy(() -> LakeLock.take(directory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
    LakeLock.take(directory).close();
  }

  private static long newestMicros(int hour) {
    return TimeUnit.HOURS.toMicros(hour) + 1_000;
  }

  private WrittenFile file(String name, int hour) {
    return file(directory, name, hour);
  }

  private static WrittenFile file(Path lake, String name, int hour) {
    Path parquet = LakeTable.dataDirectory(lake).resolve(hour + "").resolve(name + ".parquet");
    ColumnStatistics start =
        new ColumnStatistics(
            100,
            10,
            0,
            Conversions.toByteBuffer(Types.TimestampType.withZone(), TimeUnit.HOURS.toMicros(hour)),
            Conversions.toByteBuffer(Types.TimestampType.withZone(), newestMicros(hour)));
    ColumnStatistics service =
        new ColumnStatistics(
            100,
            10,
            0,
            Conversions.toByteBuffer(Types.StringType.get(), "a"),
            Conversions.toByteBuffer(Types.StringType.get(), "b"));
    long from = TimeUnit.HOURS.toNanos(hour);
    return new WrittenFile(
        parquet,
        LakeFiles.index(parquet),
        hour,
        10,
        1_000,
        100,
        from,
        from + 1_000_000,
        Map.of(4, start, 7, service));
  }
}
