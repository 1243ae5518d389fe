package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.Field.Intrinsic;
import dev.hopwise.store.Field.Scope;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.TimeRange;
import dev.hopwise.testkit.RandomSpans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the bytes are: an answer or a {@link CorruptFileException}, soon.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedFileTest {

  private static final int ATTEMPTS = 250;

  /// Metadata lies at the end, and is what most depends on.
  private static final int TAIL = 12_000;

  @TempDir Path directory;

  private List<Span> spans;
  private byte[] whole;

  @BeforeEach
  void write() throws IOException {
    spans = new RandomSpans(3).next(150);
    Path file = directory.resolve("whole.parquet");
    IcebergFiles.write(file, spans, new IndexBuilder());
    whole = Files.readAllBytes(file);
  }

  @Test
  void survivesChangedBytesAnywhere() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    int refused = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      byte[] damaged = whole.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      refused += isRefused(damaged) ? 1 : 0;
    }
    assertThat(refused).isBetween(ATTEMPTS / 20, ATTEMPTS);
  }

  @Test
  void survivesChangedMetadata() throws IOException {
    SplittableRandom random = new SplittableRandom(12);
    int refused = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      byte[] damaged = whole.clone();
      int from = Math.max(0, damaged.length - TAIL);
      damaged[from + random.nextInt(damaged.length - from)] = (byte) random.nextInt();
      refused += isRefused(damaged) ? 1 : 0;
    }
    assertThat(refused).isBetween(ATTEMPTS / 20, ATTEMPTS);
  }

  @Test
  void refusesAFileThatWasCutShort() throws IOException {
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < 100; i++) {
      assertThat(isRefused(Arrays.copyOf(whole, random.nextInt(whole.length)))).isTrue();
    }
  }

  private boolean isRefused(byte[] bytes) throws IOException {
    Path file = directory.resolve("damaged.parquet");
    Files.write(file, bytes);
    try (ReaderPool pool = new ReaderPool();
        FileSegment segment =
            FileSegment.open(
                file, directory.resolve("none.idx"), pool, Long.MIN_VALUE, Long.MAX_VALUE)) {
      TraceId id = spans.get(bytes.length % spans.size()).traceId();
      segment.trace(id, span -> assertThat(span.traceId()).isEqualTo(id));
      search(segment, new SpanFilter.Exists(new AttributeOf(Scope.EVENT, "k1")));
      search(
          segment,
          new SpanFilter.TextIs(new AttributeOf(Scope.ANY, "k2"), Comparison.GREATER, "v1"));
      search(segment, new SpanFilter.NumberIs(Intrinsic.DURATION, Comparison.GREATER, 1_000L));
      return false;
    } catch (CorruptFileException e) {
      assertThat(e).hasMessageContaining("damaged.parquet at byte");
      return true;
    }
  }

  private static void search(FileSegment segment, SpanFilter filter) {
    TopPlaces found = new TopPlaces(10, null);
    segment.search(filter, TimeRange.ALL, found, new ReadBudget(Duration.ofSeconds(20)));
  }
}
