package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.model.TraceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentIndexTest {

  private static final int TRACES = 31_000;
  private static final int ROWS_PER_TRACE = 16;

  @TempDir Path directory;

  @Test
  void findsEveryTraceAndNoOther() throws IOException {
    checkTraces(random(TRACES, new SplittableRandom(1)), 0.5);
  }

  @Test
  void findsIdsOfOneTrace() throws IOException {
    checkTraces(random(1, new SplittableRandom(2)), Double.MAX_VALUE);
  }

  @Test
  void findsIdsThatDifferOnlyInTheirLastBytes() throws IOException {
    List<TraceId> ids = LongStream.range(1, 5_000).mapToObj(i -> new TraceId(0, i)).toList();
    checkTraces(ids, 0.5);
  }

  @Test
  void findsIdsThatBeginWithATime() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    TreeSet<TraceId> ids = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      ids.add(new TraceId(0x6a00_0000_0000_0000L | random.nextInt(3_600), random.nextLong()));
    }
    checkTraces(List.copyOf(ids), 1);
  }

  private void checkTraces(List<TraceId> ids, double bytesPerRowMax) throws IOException {
    IndexBuilder builder = new IndexBuilder();
    for (int i = 0; i < ids.size(); i++) {
      builder.trace(ids.get(i).high(), ids.get(i).low(), i * ROWS_PER_TRACE, ROWS_PER_TRACE);
    }
    Path path = directory.resolve("a.idx");
    long bytes = builder.write(path);
    assertThat((double) bytes / (ids.size() * ROWS_PER_TRACE)).isLessThan(bytesPerRowMax);
    try (SegmentIndex index = SegmentIndex.open(path)) {
      for (int i = 0; i < ids.size(); i++) {
        assertThat(index.find(ids.get(i).high(), ids.get(i).low()))
            .isEqualTo(new RowRange(i * ROWS_PER_TRACE, (i + 1) * ROWS_PER_TRACE));
      }
      SplittableRandom random = new SplittableRandom(4);
      int seeming = 0;
      for (int i = 0; i < 10_000; i++) {
        seeming += index.find(random.nextLong(), random.nextLong()) == null ? 0 : 1;
      }
      assertThat(seeming).isLessThan(5);
    }
  }

  private static List<TraceId> random(int count, SplittableRandom random) {
    TreeSet<TraceId> ids = new TreeSet<>();
    while (ids.size() < count) {
      ids.add(new TraceId(random.nextLong(), random.nextLong()));
    }
    return List.copyOf(ids);
  }

  @Test
  void refusesTracesOutOfOrder() {
    IndexBuilder builder = new IndexBuilder();
    builder.trace(-1, 0, 0, 1); // unsigned, the largest
    assertThatThrownBy(() -> builder.trace(1, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.trace(-1, 1, 2, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void forgetsNoTokenAndTakesFewOthersForPresent() throws IOException {
    IndexBuilder builder = new IndexBuilder();
    int tokens = 200_000;
    for (int i = 0; i < tokens; i++) {
      builder.token(Tokens.hash("key" + i % 10, "value " + i));
      builder.token(Tokens.hash("key" + i % 10, "value " + i));
    }
    builder.token(0);
    Path path = directory.resolve("b.idx");
    long bytes = builder.write(path);
    assertThat(bytes).isLessThan(tokens * 12L / 8 + 1_000);
    try (SegmentIndex index = SegmentIndex.open(path)) {
      assertThat(index.mayContain(0)).isTrue();
      int seeming = 0;
      for (int i = 0; i < tokens; i++) {
        assertThat(index.mayContain(Tokens.hash("key" + i % 10, "value " + i))).isTrue();
        seeming += index.mayContain(Tokens.hash("key" + (i + 1) % 10, "value " + i)) ? 1 : 0;
      }
      assertThat((double) seeming / tokens).isLessThan(0.01);
    }
  }

  /// The tokens lie on disk: these figures, computed by another implementation, may never change.
  @Test
  void keepsTheTokensAsTheyAre() {
    assertThat(Tokens.hash("", "")).isEqualTo(0);
    assertThat(Tokens.hash("service", "checkout")).isEqualTo(SERVICE_CHECKOUT);
    byte[] bytes = "xservicecheckout-or-more".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(Tokens.hash(bytes, 1, 7, bytes, 8, 8)).isEqualTo(SERVICE_CHECKOUT);
    assertThat(Tokens.hash("k", "säntis, höchster Berg")).isEqualTo(SAENTIS);
  }

  private static final long SERVICE_CHECKOUT = -6614127034880672421L;
  private static final long SAENTIS = 5922337524445774918L;

  @Test
  void noticesEveryFlippedBit() throws IOException {
    IndexBuilder builder = new IndexBuilder();
    for (int i = 0; i < 200; i++) {
      builder.trace(i, 0, i, 1);
      builder.token(Tokens.hash("k", "" + i));
    }
    Path path = directory.resolve("c.idx");
    builder.write(path);
    byte[] whole = Files.readAllBytes(path);
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, damaged);
      assertThatThrownBy(() -> useAll(path)).isInstanceOf(CorruptFileException.class);
    }
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(path, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> useAll(path)).isInstanceOf(CorruptFileException.class);
    }
  }

  private static void useAll(Path path) throws IOException {
    try (SegmentIndex index = SegmentIndex.open(path)) {
      index.find(7, 0);
      index.mayContain(9);
    }
  }
}
