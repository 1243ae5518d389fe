package dev.hopwise.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {

  private static final byte[] ATTRIBUTES = {1, 2};
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final long NOW_NANOS = NOW.getEpochSecond() * 1_000_000_000L;
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir Path directory;

  private record Read(String body, long received, long position, long end, String attributes) {}

  @Test
  void replaysWhatWasAppendedInOrderFromAnyPosition() throws IOException {
    try (FileJournal journal = open(small())) {
      List<Long> ends = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        ends.add(append(journal, "record " + i));
      }
      assertThat(bodies(journal, 0)).hasSize(100).startsWith("record 0").endsWith("record 99");
      assertThat(bodies(journal, ends.get(41))).hasSize(58).startsWith("record 42");
      assertThat(bodies(journal, journal.end())).isEmpty();
      assertThat(journal.status().segments()).isGreaterThan(2);
    }
  }

  @Test
  void keepsTimeAttributesAndPositionsOfARecord() throws IOException {
    try (FileJournal journal = open(small())) {
      long end = append(journal, "body");
      Read read = reads(journal, 0).getFirst();
      assertThat(read.received()).isEqualTo(NOW_NANOS);
      assertThat(read.attributes()).isEqualTo("[1, 2]");
      assertThat(read.end()).isEqualTo(end).isGreaterThan(read.position());
    }
  }

  @Test
  void growsOnAfterAReopen() throws IOException {
    long end;
    try (FileJournal journal = open(small())) {
      end = append(journal, "first");
    }
    try (FileJournal journal = open(small())) {
      assertThat(append(journal, "second")).isGreaterThan(end);
      assertThat(bodies(journal, 0)).containsExactly("first", "second");
      assertThat(bodies(journal, end)).containsExactly("second");
    }
  }

  @Test
  void losesOnlyTheTornRecordWhereverTheFileWasCut() throws IOException {
    try (FileJournal journal = open(JournalOptions.DEFAULT)) {
      append(journal, "first");
      append(journal, "second");
    }
    Path file = newestFile();
    byte[] whole = Files.readAllBytes(file);
    int secondFrom = wholeLength("first");
    for (int cut = secondFrom; cut < whole.length; cut++) {
      emptyDirectory();
      Files.write(file, Arrays.copyOf(whole, cut));
      try (FileJournal journal = open(JournalOptions.DEFAULT)) {
        append(journal, "third");
        assertThat(bodies(journal, 0)).as("cut at %s", cut).containsExactly("first", "third");
      }
    }
  }

  @Test
  void skipsTheRestOfADamagedSegmentAndCountsIt() throws IOException {
    try (FileJournal journal = open(JournalOptions.DEFAULT)) {
      append(journal, "first");
      append(journal, "second");
      append(journal, "third");
      Path file = newestFile();
      byte[] bytes = Files.readAllBytes(file);
      bytes[wholeLength("first") + 20] ^= 1;
      Files.write(file, bytes);
      assertThat(bodies(journal, 0)).containsExactly("first");
      assertThat(journal.status().damagedRecords()).isEqualTo(1);
    }
  }

  @Test
  void forgetsAFileThatDiedBeforeItsHeader() throws IOException {
    Files.write(directory.resolve("00000000000000000000.journal"), new byte[] {1, 2, 3});
    try (FileJournal journal = open(small())) {
      append(journal, "first");
      assertThat(bodies(journal, 0)).containsExactly("first");
    }
  }

  @Test
  void neverStartsBelowWhatTheStoreHasCommitted() throws IOException {
    try (FileJournal journal = FileJournal.open(directory, small(), CLOCK, 1_000_000)) {
      assertThat(append(journal, "first")).isGreaterThan(1_000_000);
      assertThat(bodies(journal, 1_000_000)).containsExactly("first");
    }
  }

  @Test
  void removesReleasedSegmentsOverTheByteLimitOldestFirst() throws IOException {
    JournalOptions options =
        new JournalOptions(FsyncPolicy.NEVER, Duration.ZERO, Duration.ofDays(1), 8192, 1024);
    try (FileJournal journal = open(options)) {
      for (int i = 0; i < 100; i++) {
        long end = append(journal, "x".repeat(500));
        journal.release(end);
      }
      assertThat(journal.status().bytes()).isBetween(4096L, 8192L + 1600);
      assertThat(journal.start()).isPositive();
      assertThat(journal.isWhole()).isFalse();
      assertThat(bodies(journal, journal.start())).isNotEmpty();
    }
  }

  @Test
  void removesReleasedSegmentsThatAreTooOldAndNoOthers() throws IOException {
    AtomicLong seconds = new AtomicLong();
    Clock moving = movingClock(seconds);
    JournalOptions options =
        new JournalOptions(FsyncPolicy.NEVER, Duration.ZERO, Duration.ofMinutes(1), 1 << 20, 1024);
    try (FileJournal journal = FileJournal.open(directory, options, moving, 0)) {
      append(journal, "x".repeat(1100));
      long released = append(journal, "y".repeat(1100));
      append(journal, "z");
      seconds.set(61);
      journal.release(released);
      assertThat(bodies(journal, 0)).containsExactly("z");
    }
  }

  @Test
  void refusesWhenWhatRecoveryNeedsFillsIt() throws IOException {
    JournalOptions options =
        new JournalOptions(FsyncPolicy.NEVER, Duration.ZERO, Duration.ofDays(1), 4096, 1024);
    try (FileJournal journal = open(options)) {
      long end = append(journal, "x".repeat(3000));
      assertThatThrownBy(() -> append(journal, "x".repeat(3000)))
          .isInstanceOf(JournalFullException.class)
          .hasMessageContaining("journal.max-bytes is 4096");
      journal.release(end);
      append(journal, "x".repeat(3000));
    }
  }

  @Test
  void forcesWhatConcurrentRequestsWaitFor() throws Exception {
    JournalOptions options =
        new JournalOptions(FsyncPolicy.ALWAYS, Duration.ZERO, Duration.ofDays(1), 1 << 20, 2048);
    try (FileJournal journal = open(options)) {
      List<CompletableFuture<Void>> waiting = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        long end = append(journal, "record " + i);
        waiting.add(CompletableFuture.runAsync(() -> await(journal, end)));
      }
      CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get();
      assertThat(bodies(journal, 0)).hasSize(50);
    }
  }

  @Test
  void carriesBodiesOfAnySize() throws IOException {
    byte[] large = new byte[5_000_000];
    new Random(1).nextBytes(large);
    try (FileJournal journal = open(JournalOptions.DEFAULT)) {
      journal.append(NOW_NANOS, new byte[0], large, 7, large.length - 7);
      journal.append(NOW_NANOS, new byte[255], large, 0, 0);
      List<byte[]> found = new ArrayList<>();
      journal.replay(
          0,
          (_, _, body, offset, length, _, _) ->
              found.add(Arrays.copyOfRange(body, offset, offset + length)));
      assertThat(found.getFirst()).isEqualTo(Arrays.copyOfRange(large, 7, large.length));
      assertThat(found.getLast()).isEmpty();
    }
  }

  @Test
  void findsTheFirstRecordReceivedAtOrAfterATime() throws IOException {
    try (FileJournal journal = open(small())) {
      for (int i = 0; i < 100; i++) {
        byte[] body = ("record " + i).getBytes(StandardCharsets.UTF_8);
        journal.append(i * 10L, ATTRIBUTES, body, 0, body.length);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(bodies(journal, journal.positionAt(i * 10L))).hasSize(100 - i);
        assertThat(bodies(journal, journal.positionAt(i * 10L - 9))).hasSize(100 - i);
      }
      assertThat(journal.positionAt(-1)).isEqualTo(journal.start());
      assertThat(journal.positionAt(991)).isEqualTo(journal.end());
    }
  }

  @Test
  void passesNoYoungerRecordWhereTimesAreOutOfOrder() throws IOException {
    try (FileJournal journal = open(JournalOptions.DEFAULT)) {
      for (long received : new long[] {10, 30, 20, 40}) {
        journal.append(received, ATTRIBUTES, new byte[0], 0, 0);
      }
      assertThat(reads(journal, journal.positionAt(20)).stream().map(Read::received))
          .containsExactly(30L, 20L, 40L);
    }
  }

  @Test
  void findsPlacesInTimeAfterAReopen() throws IOException {
    try (FileJournal journal = open(small())) {
      append(journal, "first");
    }
    try (FileJournal journal = open(small())) {
      assertThat(journal.isWhole()).isTrue();
      assertThat(bodies(journal, journal.positionAt(NOW_NANOS))).containsExactly("first");
      assertThat(journal.positionAt(NOW_NANOS + 1)).isEqualTo(journal.end());
    }
  }

  @Test
  void replaysUpToAPositionWhileRecordsAreAppendedAndRemoved() throws IOException {
    JournalOptions options =
        new JournalOptions(FsyncPolicy.NEVER, Duration.ZERO, Duration.ofDays(1), 4096, 1024);
    try (FileJournal journal = open(options)) {
      append(journal, "x".repeat(900));
      long to = append(journal, "y".repeat(900));
      List<Integer> lengths = new ArrayList<>();
      journal.replay(
          0,
          to,
          (_, _, _, _, length, _, _) -> {
            lengths.add(length);
            long end = append(journal, "z".repeat(2000));
            CompletableFuture.runAsync(() -> journal.release(end)).join();
          });
      assertThat(lengths).containsExactly(900, 900);
    }
  }

  @Test
  void letsRetentionInBetweenWhileSomebodyReads() throws IOException {
    JournalOptions options =
        new JournalOptions(FsyncPolicy.NEVER, Duration.ZERO, Duration.ofDays(1), 6 << 20, 3 << 20);
    try (FileJournal journal = open(options)) {
      long end = 0;
      for (int i = 0; i < 8; i++) {
        end = append(journal, "x".repeat(700_000));
      }
      journal.release(end);
      long last = append(journal, "x".repeat(700_000));
      long start = journal.start();
      List<CompletableFuture<Void>> retention = new ArrayList<>();
      AtomicLong read = new AtomicLong();
      journal.replay(
          0,
          last,
          (_, _, _, _, _, _, _) -> {
            if (read.getAndIncrement() == 0) {
              retention.add(CompletableFuture.runAsync(() -> journal.release(last)));
            }
          });
      retention.getFirst().join();
      assertThat(read.get()).isBetween(1L, 9L);
      assertThat(journal.start()).isGreaterThan(start);
    }
  }

  private static Clock movingClock(AtomicLong seconds) {
    return new Clock() {
      @Override
      public java.time.ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return NOW.plusSeconds(seconds.get());
      }
    };
  }

  private static JournalOptions small() {
    return new JournalOptions(
        FsyncPolicy.INTERVAL, Duration.ofMillis(5), Duration.ofDays(1), 1 << 20, 1024);
  }

  private FileJournal open(JournalOptions options) throws IOException {
    return FileJournal.open(directory, options, CLOCK, 0);
  }

  private static long append(FileJournal journal, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return journal.append(NOW_NANOS, ATTRIBUTES, bytes, 0, bytes.length);
  }

  private static void await(FileJournal journal, long position) {
    try {
      journal.awaitDurable(position);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> bodies(FileJournal journal, long from) throws IOException {
    return reads(journal, from).stream().map(Read::body).toList();
  }

  private static List<Read> reads(FileJournal journal, long from) throws IOException {
    List<Read> found = new ArrayList<>();
    journal.replay(
        from,
        (received, attributes, body, offset, length, position, end) ->
            found.add(
                new Read(
                    new String(body, offset, length, StandardCharsets.UTF_8),
                    received,
                    position,
                    end,
                    Arrays.toString(attributes))));
    return found;
  }

  private static int wholeLength(String firstBody) {
    return JournalSegment.HEADER_BYTES
        + JournalSegment.PRELUDE_BYTES
        + JournalSegment.RECORD_HEAD_BYTES
        + ATTRIBUTES.length
        + firstBody.length();
  }

  private Path newestFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.max(java.util.Comparator.naturalOrder()).orElseThrow();
    }
  }

  private void emptyDirectory() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
