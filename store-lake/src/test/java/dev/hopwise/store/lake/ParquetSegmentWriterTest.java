package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.store.lake.WrittenFile.ColumnStatistics;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetSegmentWriterTest {

  private static final List<LakeColumn> COLUMNS = List.of(LakeColumn.values());
  private static final int[] ROW_GROUPS = {131_072, 1_000, 77, 8};
  private static final int[] PAGES = {4_096, 100, 8, 3, 1};

  @TempDir Path directory;

  /// The differential test: two readers that share no code with the writer, nor with each other.
  @Test
  void writesFilesThatDuckDbAndIcebergReadAsTheSpansThatWereAppended() throws Exception {
    try (DuckDbRows duckDb = new DuckDbRows()) {
      long end = System.nanoTime() + 8_000_000_000L;
      for (int seed = 0; seed < 60 && (seed < 12 || System.nanoTime() < end); seed++) {
        check(seed, duckDb);
      }
    }
  }

  private void check(int seed, DuckDbRows duckDb) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    WriteSettings settings =
        new WriteSettings(
            ROW_GROUPS[random.nextInt(ROW_GROUPS.length)],
            PAGES[random.nextInt(PAGES.length)],
            random.nextBoolean() ? 1 << 20 : random.nextInt(200),
            1);
    SegmentBuilder builder = Builders.empty();
    RandomSpans spans = new RandomSpans(seed);
    List<Span> expected = new ArrayList<>();
    for (int request = random.nextInt(6); request >= 0; request--) {
      SpanBatch batch = Batches.withRepeatedKeys(spans.next(1 + random.nextInt(120)), random);
      Builders.append(builder, batch);
      expected.addAll(new SpanDecoder().decode(batch));
    }
    List<RecordingIndex> indexes = new ArrayList<>();
    List<WrittenFile> files = write(builder, settings, indexes);
    assertThat(files.stream().mapToLong(WrittenFile::rows).sum()).isEqualTo(expected.size());
    for (int i = 0; i < files.size(); i++) {
      WrittenFile file = files.get(i);
      List<Span> ofHour =
          LakeRows.sorted(
              expected.stream()
                  .filter(span -> RowOrder.hour(span.startEpochNanos()) == file.hour())
                  .toList());
      List<List<@Nullable Object>> rows = ofHour.stream().map(LakeRows::of).toList();
      assertSame(duckDb.read(file.parquet()), rows, "DuckDB", seed, settings);
      assertSame(IcebergRows.read(file.parquet()), rows, "Iceberg", seed, settings);
      checkStatistics(file, ofHour, rows);
      checkIndex(indexes.get(i), ofHour);
    }
  }

  private List<WrittenFile> write(
      SegmentBuilder builder, WriteSettings settings, List<RecordingIndex> indexes)
      throws Exception {
    ParquetSegmentWriter writer =
        new ParquetSegmentWriter(
            settings,
            () -> {
              indexes.add(new RecordingIndex());
              return indexes.getLast();
            });
    return writer.write(builder, directory);
  }

  private static void assertSame(
      List<List<@Nullable Object>> found,
      List<List<@Nullable Object>> expected,
      String reader,
      int seed,
      WriteSettings settings) {
    assertThat(found).as("rows, by %s, seed %d", reader, seed).hasSameSizeAs(expected);
    for (int row = 0; row < expected.size(); row++) {
      for (LakeColumn column : LakeColumn.values()) {
        assertThat(found.get(row).get(COLUMNS.indexOf(column)))
            .as("%s of row %d by %s, seed %d, %s", column, row, reader, seed, settings)
            .isEqualTo(expected.get(row).get(COLUMNS.indexOf(column)));
      }
    }
  }

  /// Bounds enclose every value and are tight where they can be; UUIDs and nested values have none.
  private static void checkStatistics(
      WrittenFile file, List<Span> spans, List<List<@Nullable Object>> rows) {
    for (LakeColumn column : LakeColumn.values()) {
      List<Object> values = new ArrayList<>();
      rows.forEach(row -> {
        Object value = row.get(COLUMNS.indexOf(column));
        if (value != null) {
          values.add(value);
        }
      });
      Type type = LakeSchema.icebergSchema().findType(column.fieldId());
      if (!type.isPrimitiveType()) {
        continue;
      }
      ColumnStatistics statistics = file.columns().get(column.fieldId());
      assertThat(statistics.values()).isEqualTo(spans.size());
      assertThat(statistics.nulls())
          .as("nulls of %s", column)
          .isEqualTo(spans.size() - values.size());
      if (column == LakeColumn.TRACE_ID || values.isEmpty()) {
        assertThat(statistics.lower()).as("bound of %s", column).isNull();
        continue;
      }
      Object lower = Conversions.fromByteBuffer(type, statistics.lower());
      if (type.typeId() == Type.TypeID.STRING) {
        String prefix = lower.toString();
        assertThat(values).allMatch(v -> compareUtf8(v.toString(), prefix) >= 0);
        assertThat(prefix.codePointCount(0, prefix.length())).isLessThanOrEqualTo(16);
        if (statistics.upper() != null) {
          String upper = Conversions.fromByteBuffer(type, statistics.upper()).toString();
          assertThat(values).allMatch(v -> compareUtf8(v.toString(), upper) <= 0);
        }
      } else {
        assertThat(lower).isEqualTo(values.stream().sorted().findFirst().orElseThrow());
        Object upper = Conversions.fromByteBuffer(type, statistics.upper());
        assertThat(upper).isEqualTo(values.stream().sorted().toList().getLast());
      }
    }
    assertThat(file.columns()).containsKeys(43, 44, 46, 54, 62);
  }

  private static int compareUtf8(String a, String b) {
    return java.util.Arrays.compareUnsigned(
        a.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        b.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void checkIndex(RecordingIndex index, List<Span> spans) {
    int row = 0;
    for (RecordingIndex.Trace trace : index.traces) {
      assertThat(trace.firstRow()).isEqualTo(row);
      for (int i = 0; i < trace.rows(); i++) {
        assertThat(spans.get(row++).traceId()).isEqualTo(trace.id());
      }
    }
    assertThat(row).isEqualTo(spans.size());
    assertThat(index.tokens)
        .containsExactlyInAnyOrderElementsOf(
            spans.stream().flatMap(ParquetSegmentWriterTest::tokens).collect(Collectors.toSet()));
  }

  private static Stream<Long> tokens(Span span) {
    Stream<Long> attributes =
        span.attributes().stream()
            .flatMap(a -> {
              ValueText text = ValueText.encode(a.value());
              Stream<Long> own = Stream.of(Tokens.hash(a.key(), text.text()));
              return text.letter() == 'a' || text.letter() == 'o'
                  ? Stream.concat(own, Stream.of(Tokens.hash("", Tokens.ARRAYS)))
                  : own;
            });
    return Stream.concat(
        attributes,
        Stream.of(
            Tokens.hash(Tokens.SERVICE, span.serviceName()),
            Tokens.hash(Tokens.NAME, span.name())));
  }

  @Test
  void namesFilesOnlyWhenTheyAreWhole() throws Exception {
    SegmentBuilder builder = Builders.of(new RandomSpans(1).next(300));
    List<WrittenFile> files = write(builder, WriteSettings.DEFAULT, new ArrayList<>());
    assertThat(files).isNotEmpty();
    for (WrittenFile file : files) {
      assertThat(file.parquetBytes()).isEqualTo(Files.size(file.parquet()));
      assertThat(file.indexBytes()).isEqualTo(Files.size(file.index()));
      assertThat(directory.relativize(file.parquet()).toString())
          .startsWith(Hours.name(file.hour()));
    }
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(2 * files.size());
    }
  }

  @Test
  void leavesNothingBehindWhenTheIndexCannotBeWritten() throws Exception {
    SegmentBuilder builder = Builders.of(new RandomSpans(1).next(30));
    ParquetSegmentWriter writer =
        new ParquetSegmentWriter(
            WriteSettings.DEFAULT,
            () ->
                new IndexWriter() {
                  @Override
                  public void trace(long high, long low, int firstRow, int rows) {}

                  @Override
                  public void token(long hash) {}

                  @Override
                  public long write(Path to) throws java.io.IOException {
                    throw new java.io.IOException("disk full");
                  }
                });
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> writer.write(builder, directory))
        .hasMessage("disk full");
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void writesNothingForNoRows() throws Exception {
    assertThat(write(Builders.empty(), WriteSettings.DEFAULT, new ArrayList<>())).isEmpty();
  }

  @Test
  void sortsTracesWhoseIdsDifferOnlyInTheLastBits() throws Exception {
    List<Span> spans = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(4);
    for (Span span : new RandomSpans(4).next(2_000)) {
      spans.add(withTraceId(span, random.nextInt(3) - 1L, random.nextInt(900) - 450L | 1L));
    }
    List<RecordingIndex> indexes = new ArrayList<>();
    write(Builders.of(spans), WriteSettings.DEFAULT, indexes);
    for (RecordingIndex index : indexes) {
      assertThat(index.traces.stream().map(RecordingIndex.Trace::id))
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  private static Span withTraceId(Span span, long high, long low) {
    return new Span(
        new dev.hopwise.model.TraceId(high, low),
        span.spanId(),
        span.parentSpanId(),
        span.traceState(),
        span.flags(),
        span.name(),
        span.kind(),
        span.startEpochNanos(),
        span.endEpochNanos(),
        span.attributes(),
        span.droppedAttributesCount(),
        span.events(),
        span.droppedEventsCount(),
        span.links(),
        span.droppedLinksCount(),
        span.status(),
        span.resource(),
        span.scope(),
        span.kept());
  }

  @Test
  void letsDuckDbPruneAndFind() throws Exception {
    List<Span> spans = new RandomSpans(7).next(3_000);
    WriteSettings settings = new WriteSettings(500, 50, 1 << 20, 1);
    List<WrittenFile> files = write(Builders.of(spans), settings, new ArrayList<>());
    try (DuckDbRows duckDb = new DuckDbRows()) {
      Span wanted = spans.get(1_234);
      String all = "read_parquet('" + directory + "/*/*.parquet')";
      Object count =
          duckDb.value(
              "SELECT count(*) FROM " + all + " WHERE trace_id = '" + uuid(wanted) + "'::UUID");
      assertThat(count)
          .isEqualTo(spans.stream().filter(s -> s.traceId().equals(wanted.traceId())).count());
      Object services =
          duckDb.value("SELECT count(*) FROM " + all + " WHERE service = 's1' AND status = 2");
      assertThat(services)
          .isEqualTo(
              spans.stream()
                  .filter(s -> s.serviceName().equals("s1") && s.status().isError())
                  .count());
      Object values =
          duckDb.value("SELECT count(*) FROM " + all + " WHERE attributes['k7'] = 'v1'");
      assertThat(values)
          .isEqualTo(
              spans.stream()
                  .filter(s -> AttributeValue.of("v1").equals(s.attributes().get("k7")))
                  .count());
    }
    assertThat(files).isNotEmpty();
  }

  private static java.util.UUID uuid(Span span) {
    return new java.util.UUID(span.traceId().high(), span.traceId().low());
  }
}
