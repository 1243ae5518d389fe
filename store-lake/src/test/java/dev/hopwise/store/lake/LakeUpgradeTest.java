package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Kept;
import dev.hopwise.model.Span;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.TimeRange;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lake of the first version: no columns for decisions, and one place of the journal only.
class LakeUpgradeTest {

  private static final Kept ERRORS = new Kept(0.25, "errors", "quiet", "w1");

  @TempDir Path directory;

  private final List<Span> before = new ArrayList<>();

  @BeforeEach
  void makeOldLake() throws Exception {
    RandomSpans random = new RandomSpans(7);
    int hour = RowOrder.hour(RandomSpans.FROM_EPOCH_NANOS);
    while (before.size() < 40) {
      Span span = random.next().withKept(Kept.UNKNOWN);
      if (RowOrder.hour(span.startEpochNanos()) == hour) {
        before.add(span);
      }
    }
    Path parquet = LakeTable.dataDirectory(directory).resolve("hour").resolve("old.parquet");
    Files.createDirectories(parquet.getParent());
    IndexBuilder index = new IndexBuilder();
    Schema old = LakeSchema.createdSchema();
    IcebergFiles.write(parquet, before, index, old);
    long indexBytes = index.write(LakeFiles.index(parquet));
    long from = before.getFirst().startEpochNanos();
    WrittenFile file =
        new WrittenFile(
            parquet,
            LakeFiles.index(parquet),
            hour,
            before.size(),
            Files.size(parquet),
            indexBytes,
            from,
            from,
            Map.of());
    LakeCatalog catalog =
        LakeCatalog.open(directory, LakeCatalog.file(directory), new LocalFileIO());
    assertThat(catalog.create().schema().columns()).isEqualTo(old.columns());
    try (LakeTable table = LakeTable.of(catalog)) {
      table.append(List.of(file), JournalPosition.START, UUID.randomUUID());
      table.table().newAppend().set(LakeTable.JOURNAL_APPLIED, "42").commit();
    }
  }

  @Test
  void takesItsOnePlaceForBoth() throws Exception {
    try (LakeStore store = open()) {
      assertThat(store.committed()).isEqualTo(JournalPosition.at(42));
    }
  }

  @Test
  void findsOldSpansWithoutDecisionsBesideNewOnes() throws Exception {
    List<Span> after = new ArrayList<>();
    new RandomSpans(8).next(30).forEach(span -> after.add(span.withKept(ERRORS)));
    try (LakeStore store = open()) {
      check(store, before);
      store.append(Batches.of(after), new JournalPosition(43, 44));
      store.flush();
    }
    try (LakeStore store = open()) {
      check(store, before);
      check(store, after);
      assertThat(store.committed()).isEqualTo(new JournalPosition(43, 44));
      assertThat(rulesSeenByIceberg(store.table()))
          .isEqualTo(Map.of("null", before.size(), "errors", after.size()));
    }
  }

  private LakeStore open() throws Exception {
    return LakeStore.open(directory, LakeOptions.defaults(), LakeStoreContractTest.clock());
  }

  private static void check(LakeStore store, List<Span> spans) {
    for (Span span : spans) {
      assertThat(store.findTrace(span.traceId(), TimeRange.ALL).orElseThrow().spans())
          .contains(span);
    }
  }

  private static Map<String, Integer> rulesSeenByIceberg(LakeTable table) throws Exception {
    Map<String, Integer> rules = new TreeMap<>();
    try (var rows = IcebergGenerics.read(table.table()).build()) {
      for (Record row : rows) {
        rules.merge(String.valueOf(row.getField("keep_rule")), 1, Integer::sum);
      }
    }
    return rules;
  }
}
