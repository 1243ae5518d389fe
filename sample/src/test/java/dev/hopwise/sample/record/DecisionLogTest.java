package dev.hopwise.sample.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.sample.Decision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionLogTest {

  private static final Instant START = Instant.ofEpochSecond(0, TestDecisions.START_NANOS);
  private static final DecisionLogOptions OPTIONS =
      new DecisionLogOptions(Duration.ofHours(24), 16 << 20); // segments of 256 KiB

  @TempDir Path directory;

  private final MovedClock clock = new MovedClock(START);

  @Test
  void findsADecisionAtOnce() throws IOException {
    try (DecisionLog log = open()) {
      log.append(List.of(TestDecisions.at(1)));
      assertThat(log.find(TestDecisions.id(1))).contains(TestDecisions.at(1));
      assertThat(log.find(TestDecisions.id(2))).isEmpty();
    }
  }

  @Test
  void findsEveryDecisionInEveryStateOfASegment() throws IOException {
    int count = 50_000;
    try (DecisionLog log = open()) {
      log.append(TestDecisions.range(0, count / 2));
      log.keepHouse();
      log.append(TestDecisions.range(count / 2, count));
      assertThat(log.status().segments()).isGreaterThan(5);
      needEveryOf(log, count);
      log.keepHouse();
      needEveryOf(log, count);
    }
    try (DecisionLog log = open()) {
      needEveryOf(log, count);
      assertThat(log.find(TestDecisions.id(count))).isEmpty();
    }
  }

  @Test
  void findsTheNewestDecisionAboutATraceWhereverTheOlderStands() throws IOException {
    Decision first = TestDecisions.at(7);
    Decision inSameBlock = TestDecisions.at(7, first.decidedEpochNanos() + 1);
    Decision inSameSegment = TestDecisions.at(7, first.decidedEpochNanos() + 2);
    Decision inAnother = TestDecisions.at(7, first.decidedEpochNanos() + 3);
    try (DecisionLog log = open()) {
      log.append(List.of(first, inSameBlock));
      assertThat(log.find(first.traceId())).contains(inSameBlock);
      log.keepHouse();
      assertThat(log.find(first.traceId())).contains(inSameBlock);
      log.append(List.of(inSameSegment));
      log.keepHouse();
      assertThat(log.find(first.traceId())).contains(inSameSegment);
      log.append(TestDecisions.range(100, 20_000));
      log.append(List.of(inAnother));
      log.keepHouse();
      assertThat(log.find(first.traceId())).contains(inAnother);
      assertThat(scan(log, 0, Long.MAX_VALUE))
          .filteredOn(d -> d.traceId().equals(first.traceId()))
          .containsExactly(first, inSameBlock, inSameSegment, inAnother);
    }
  }

  @Test
  void scansARangeInTheOrderOfWriting() throws IOException {
    try (DecisionLog log = open()) {
      log.append(TestDecisions.range(0, 30_000));
      log.keepHouse();
      log.append(TestDecisions.range(30_000, 31_000));
      long from = TestDecisions.at(12_345).decidedEpochNanos();
      long to = TestDecisions.at(30_500).decidedEpochNanos();
      assertThat(scan(log, from, to)).isEqualTo(TestDecisions.range(12_345, 30_500));
      assertThat(scan(log, to, from)).isEmpty();
    }
  }

  @Test
  void takesAgainOnlyWhatIsMissing() throws IOException {
    try (DecisionLog log = open()) {
      log.append(TestDecisions.range(0, 20_000));
      log.keepHouse();
      log.appendMissing(TestDecisions.range(15_000, 22_000));
      log.appendMissing(TestDecisions.range(15_000, 22_000));
      assertThat(log.status().decisions()).isEqualTo(22_000);
      Decision changed = TestDecisions.at(3, TestDecisions.at(4).decidedEpochNanos());
      log.appendMissing(List.of(changed, changed, TestDecisions.at(3)));
      assertThat(log.status().decisions()).isEqualTo(22_001);
      assertThat(log.find(changed.traceId())).contains(changed);
    }
  }

  @Test
  void losesOnlyTheTornBlockWhereverTheFileWasCut() throws IOException {
    Path file = directory.resolve("00000000000000000000.decisions");
    try (DecisionLog log = open()) {
      log.append(TestDecisions.range(0, 3));
      log.keepHouse();
      log.append(TestDecisions.range(3, 6));
    }
    byte[] whole = Files.readAllBytes(file);
    int firstEnd = 16 + firstBlockLength(whole);
    for (int cut = 0; cut < whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      try (DecisionLog log = open()) {
        int left = cut < firstEnd ? 0 : 3;
        assertThat(scan(log, 0, Long.MAX_VALUE))
            .as("cut at %d", cut)
            .isEqualTo(TestDecisions.range(0, left));
        log.appendMissing(TestDecisions.range(0, 6));
      }
      try (DecisionLog log = open()) {
        assertThat(scan(log, 0, Long.MAX_VALUE)).isEqualTo(TestDecisions.range(0, 6));
        assertThat(log.status().damagedSegments()).isZero();
      }
      emptyDirectory();
    }
  }

  @Test
  void countsASegmentWhoseEndWasCutOff() throws IOException {
    try (DecisionLog log = open()) {
      log.append(TestDecisions.range(0, 10));
    }
    Path file = directory.resolve("00000000000000000000.decisions");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    try (DecisionLog log = open()) {
      assertThat(log.status().damagedSegments()).isEqualTo(1);
      assertThat(log.status().decisions()).isZero();
    }
  }

  @Test
  void makesAMissingOrDamagedIndexAgain() throws IOException {
    try (DecisionLog log = open()) {
      log.append(TestDecisions.range(0, 30_000));
    }
    List<Path> indexes = files(".index");
    assertThat(indexes).hasSizeGreaterThan(2);
    Files.delete(indexes.get(0));
    Files.write(indexes.get(1), Arrays.copyOf(Files.readAllBytes(indexes.get(1)), 1_000));
    Files.write(directory.resolve("00000000000000000099.index"), new byte[5]);
    Files.write(directory.resolve("00000000000000000001.index.tmp"), new byte[5]);
    try (DecisionLog log = open()) {
      needEveryOf(log, 30_000);
    }
    assertThat(files(".index")).isEqualTo(indexes);
    assertThat(files(".tmp")).isEmpty();
  }

  @Test
  void refusesAFileOfAnotherVersionAndLeavesItAsItIs() throws IOException {
    Path file = directory.resolve("00000000000000000000.decisions");
    byte[] later = "HWDLOG02 and more".getBytes(StandardCharsets.US_ASCII);
    Files.write(file, later);
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("decisions");
    assertThat(Files.readAllBytes(file)).isEqualTo(later);
  }

  @Test
  void forgetsWhatIsOlderThanTheLimit() throws IOException {
    try (DecisionLog log = open()) {
      for (int hour = 0; hour < 30; hour++) {
        clock.now = START.plus(Duration.ofHours(hour));
        log.append(List.of(TestDecisions.at(hour, clock.epochNanos())));
        log.keepHouse();
      }
      // Segments hold three of these: the first that is older than an hour ends them.
      assertThat(log.find(TestDecisions.id(2))).isEmpty();
      for (int hour = 5; hour < 30; hour++) {
        assertThat(log.find(TestDecisions.id(hour))).as("hour %d", hour).isPresent();
      }
      assertThat(files(".decisions")).hasSizeBetween(8, 11);
    }
  }

  @Test
  void forgetsTheOldestAboveTheByteLimit() throws IOException {
    DecisionLogOptions small = new DecisionLogOptions(Duration.ofHours(24), 1 << 20);
    try (DecisionLog log = DecisionLog.open(directory, small, clock)) {
      for (int i = 0; i < 100_000; i += 500) {
        log.append(TestDecisions.range(i, i + 500));
        log.keepHouse();
        assertThat(log.status().bytes()).isLessThanOrEqualTo(1 << 20);
      }
      assertThat(bytesOnDisk()).isLessThanOrEqualTo(log.status().bytes());
      assertThat(log.status().decisions()).isGreaterThan(15_000);
      assertThat(log.find(TestDecisions.id(0))).isEmpty();
      assertThat(log.find(TestDecisions.id(99_999))).isPresent();
    }
  }

  @Test
  void survivesReadersWhileItGrowsSealsAndForgets() throws Exception {
    DecisionLogOptions small = new DecisionLogOptions(Duration.ofHours(24), 1 << 20);
    try (DecisionLog log = DecisionLog.open(directory, small, clock)) {
      List<Throwable> failures = new ArrayList<>();
      Thread reader =
          Thread.ofPlatform()
              .start(() -> {
                Random random = new Random(3);
                try {
                  while (!Thread.interrupted()) {
                    int i = random.nextInt(60_000);
                    log.find(TestDecisions.id(i))
                        .ifPresent(found -> assertThat(found).isEqualTo(TestDecisions.at(i)));
                  }
                } catch (ClosedByInterruptException _) {
                  // told to end while it read
                } catch (IOException | RuntimeException | Error e) {
                  failures.add(e);
                }
              });
      for (int i = 0; i < 60_000; i += 300) {
        log.append(TestDecisions.range(i, i + 300));
        log.keepHouse();
      }
      reader.interrupt();
      reader.join();
      assertThat(failures).isEmpty();
    }
  }

  private static void needEveryOf(DecisionLog log, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      assertThat(log.find(TestDecisions.id(i))).contains(TestDecisions.at(i));
    }
    assertThat(log.status().decisions()).isEqualTo(count);
  }

  private static List<Decision> scan(DecisionLog log, long from, long to) throws IOException {
    List<Decision> found = new ArrayList<>();
    log.scan(from, to, found::add);
    return found;
  }

  private static int firstBlockLength(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
  }

  private DecisionLog open() throws IOException {
    return DecisionLog.open(directory, OPTIONS, clock);
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private long bytesOnDisk() throws IOException {
    long bytes = 0;
    for (Path file : files("")) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private void emptyDirectory() throws IOException {
    for (Path file : files("")) {
      Files.delete(file);
    }
  }
}
