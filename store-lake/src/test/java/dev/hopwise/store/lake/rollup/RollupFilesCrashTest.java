package dev.hopwise.store.lake.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.rollup.RollupCut;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupRetention;
import dev.hopwise.testkit.RandomCuts;
import dev.hopwise.testkit.RollupTally;
import dev.hopwise.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a kill, a torn write or a damaged byte leaves.
class RollupFilesCrashTest {

  private static final long START = 1_795_348_800L;

  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.ofEpochSecond(START));
  private final List<RollupCut> cuts = new ArrayList<>();

  @BeforeEach
  void writeCutsAndGetKilled() throws IOException {
    RandomCuts random = new RandomCuts(11);
    RollupFiles files = open(Long.MAX_VALUE);
    for (int i = 0; i < 25; i++) {
      cuts.add(random.cut(START + i * 10L));
      files.append(cuts.getLast());
    }
    files.crash();
  }

  @Test
  void aKillLosesNoCut() throws IOException {
    assertHas(cuts, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 64, 65, 100, 200})
  void aTornTailIsCutOffAndSaid(int bytes) throws IOException {
    Path file = file("10s-");
    long whole = Files.size(file);
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length - bytes));
    // The minutes that were written know the cuts by then: only the last one's stretch is not over.
    try (RollupFiles files = open(Long.MAX_VALUE)) {
      assertThat(files.status().tornBytes()).isPositive();
      assertSame(files, cuts.subList(0, cuts.size() - 1));
    }
    assertThat(Files.size(file)).isLessThan(whole + 25 * 16 + 28);
    assertHas(cuts.subList(0, cuts.size() - 1), 0);
  }

  @Test
  void everyLengthOfATornFileOpens() throws IOException {
    Path file = file("1m-");
    byte[] all = Files.readAllBytes(file);
    for (int length = 0; length < all.length; length += 37) {
      Files.write(file, java.util.Arrays.copyOf(all, length));
      try (RollupFiles files = open(Long.MAX_VALUE)) {
        assertSame(files, cuts);
        files.crash();
      }
      try (Stream<Path> made = Files.list(folder)) {
        for (Path each : made.filter(p -> p.getFileName().toString().startsWith("1")).toList()) {
          if (!each.getFileName().toString().startsWith("10s-")) {
            Files.delete(each);
          }
        }
      }
    }
  }

  @Test
  void minutesThatAreGoneAreMadeOfTheCutsAgain() throws IOException {
    Files.delete(file("1m-"));
    assertHas(cuts, 0);
  }

  @Test
  void aDamagedByteCostsOneBlockAndIsCounted() throws IOException {
    open(Long.MAX_VALUE).close();
    Path file = file("10s-");
    byte[] all = Files.readAllBytes(file);
    int block = blockOffset(file, 20);
    all[block + BlockHeader.BYTES + 200] ^= 1;
    Files.write(file, all);
    try (RollupFiles files = open(Long.MAX_VALUE)) {
      List<RollupCut> left = new ArrayList<>(cuts);
      left.remove(20);
      assertSame(files, left, Resolution.TEN_SECONDS, Long.MIN_VALUE);
      assertThat(files.status().damagedBlocks()).isPositive();
    }
  }

  @Test
  void theOldestGoWhenThereIsTooMuch() throws IOException {
    RandomCuts random = new RandomCuts(12);
    try (RollupFiles files = open(150_000)) {
      for (int i = 25; i < 4 * 360; i++) {
        cuts.add(random.cut(START + i * 10L));
        files.append(cuts.getLast());
      }
      long before = files.status().bytes();
      files.keepHouse();
      assertThat(files.status().bytes()).isLessThan(before);
      assertThat(files.oldestEpochSeconds(Resolution.TEN_SECONDS).orElseThrow())
          .isGreaterThan(START);
      assertSame(files, cuts, Resolution.TEN_SECONDS, START + 4 * 3_600 - 1_800);
    }
  }

  @Test
  void cutsAreCountedOnceAfterAllFinerFilesExpired() throws IOException {
    clock.advance(Duration.ofDays(5));
    RandomCuts random = new RandomCuts(13);
    long later = START + 5 * 86_400;
    try (RollupFiles files = open(Long.MAX_VALUE)) {
      files.keepHouse();
      files.crash();
    }
    try (RollupFiles files = open(Long.MAX_VALUE)) {
      assertThat(files.oldestEpochSeconds(Resolution.TEN_SECONDS)).isEmpty();
      for (int i = 0; i < 3; i++) {
        cuts.add(random.cut(later + i * 10L));
        files.append(cuts.getLast());
      }
      files.crash();
    }
    try (RollupFiles files = open(Long.MAX_VALUE)) {
      assertSame(files, cuts, Resolution.MINUTE, later);
    }
  }

  private void assertHas(List<RollupCut> expected, long torn) throws IOException {
    try (RollupFiles files = open(Long.MAX_VALUE)) {
      assertThat(files.status().tornBytes()).isEqualTo(torn);
      assertSame(files, expected);
    }
  }

  private static void assertSame(RollupFiles files, List<RollupCut> expected) {
    for (Resolution resolution : Resolution.ALL) {
      assertSame(files, expected, resolution, Long.MIN_VALUE);
    }
  }

  private static void assertSame(
      RollupFiles files, List<RollupCut> expected, Resolution resolution, long from) {
    RollupTally found = RollupTally.of(files, resolution, from, Long.MAX_VALUE);
    assertThat(found.differenceTo(RollupTally.of(expected, resolution, from, Long.MAX_VALUE)))
        .as(resolution.name())
        .isEmpty();
  }

  private static int blockOffset(Path file, int block) throws IOException {
    return RollupSegment.open(file).segment().index().snapshot().offset(block);
  }

  private Path file(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(each -> each.getFileName().toString().startsWith(prefix))
          .min(java.util.Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private RollupFiles open(long bytesMax) throws IOException {
    return RollupFiles.open(
        folder, new RollupRetention(Duration.ofDays(2), Duration.ofDays(90), bytesMax), clock);
  }
}
