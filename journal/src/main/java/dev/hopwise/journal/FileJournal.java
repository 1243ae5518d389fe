package dev.hopwise.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// A journal of segment files in a directory. The newest segment is written, the others are only
/// read and removed.
///
/// After a crash the torn end of the newest segment is cut off; writing goes on in a fresh segment.
public final class FileJournal implements Journal {

  /// What stays in memory for whoever looks at the last seconds or minutes.
  private static final long CACHED_BYTES = 128L << 20;

  private static final long FORGOTTEN_BYTES_MIN = 4L << 20;

  private final Path directory;
  private final JournalOptions options;
  private final Clock clock;
  private final CopyOnWriteArrayList<JournalSegment> segments = new CopyOnWriteArrayList<>();
  private final ByteBuffer scratch = JournalSegment.scratch();
  private final AtomicLong released = new AtomicLong();
  private final AtomicLong damagedRecords = new AtomicLong();
  private final ReentrantLock forcing = new ReentrantLock();
  private final ScheduledExecutorService forcer;

  /// What a reader beside a running server reads before others get their turn.
  private static final long READ_BYTES = 1L << 20;

  /// How long retention waits for a reader; it comes again soon.
  private static final long RELEASE_WAIT_MILLIS = 200;

  /// Guards the set of segments: removal and reading exclude each other. Fair, or a reader that
  /// goes on at once would never let retention in.
  private final ReentrantLock layout = new ReentrantLock(true);

  private volatile JournalSegment active;
  private volatile long end;
  private volatile long durable;

  /// What lies before is not kept in memory. Guarded by `forcing`.
  private long forgotten;

  private FileJournal(Path directory, JournalOptions options, Clock clock, long startAtLeast)
      throws IOException {
    this.directory = directory;
    this.options = options;
    this.clock = clock;
    long next = Math.max(recover(), startAtLeast);
    active = JournalSegment.create(directory, next);
    segments.add(active);
    forceDirectory();
    end = active.end();
    durable = end;
    forcer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hopwise-journal-fsync").factory());
    if (options.fsync() == FsyncPolicy.INTERVAL) {
      long nanos = options.fsyncInterval().toNanos();
      var _ = forcer.scheduleWithFixedDelay(this::forceQuietly, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /// Opens a directory, making it where there is none.
  ///
  /// @param startAtLeast no new record gets a smaller position: what the store has committed up to,
  ///   so that a journal that was deleted by hand cannot start again below it
  public static FileJournal open(
      Path directory, JournalOptions options, Clock clock, long startAtLeast) throws IOException {
    Files.createDirectories(directory);
    return new FileJournal(directory, options, clock, startAtLeast);
  }

  @Override
  public long append(
      long receivedEpochNanos, byte[] attributes, byte[] body, int offset, int length)
      throws IOException {
    long recordBytes =
        (long) JournalSegment.PRELUDE_BYTES
            + JournalSegment.RECORD_HEAD_BYTES
            + attributes.length
            + length;
    long unreleased = end - Math.max(released.get(), start());
    if (unreleased + recordBytes > options.maxBytes()) {
      throw new JournalFullException(unreleased, options.maxBytes());
    }
    return appendBeyondLimit(receivedEpochNanos, attributes, body, offset, length);
  }

  @Override
  public long appendBeyondLimit(
      long receivedEpochNanos, byte[] attributes, byte[] body, int offset, int length)
      throws IOException {
    if (attributes.length > 255) {
      throw new IllegalArgumentException("attributes of " + attributes.length + " bytes");
    }
    if (active.bytes() >= options.segmentBytes()) {
      roll();
    }
    active.append(receivedEpochNanos, attributes, body, offset, length, scratch);
    end = active.end();
    return end;
  }

  @Override
  public void awaitDurable(long position) throws IOException {
    if (options.fsync() == FsyncPolicy.ALWAYS && durable < position) {
      force(position);
    }
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public long start() {
    return segments.getFirst().start();
  }

  @Override
  public boolean isWhole() {
    return start() == JournalSegment.HEADER_BYTES;
  }

  @Override
  public void replay(long fromPosition, RecordReader reader) throws IOException {
    layout.lock();
    try {
      long to = end;
      for (JournalSegment segment : segments) {
        long segmentTo = Math.min(to, segment.end());
        if (segmentTo > fromPosition && segment.scan(fromPosition, segmentTo, reader) < segmentTo) {
          damagedRecords.incrementAndGet();
        }
      }
    } finally {
      layout.unlock();
    }
  }

  @Override
  public void replay(long fromPosition, long toPosition, RecordReader reader) throws IOException {
    long to = Math.min(toPosition, end);
    for (JournalSegment segment : segments) {
      long segmentTo = Math.min(to, segment.end());
      long from = Math.max(fromPosition, segment.start());
      while (from < segmentTo) {
        from = replayPart(segment, from, segmentTo, reader);
      }
    }
  }

  /// @return the place behind what was read; the end where the rest is damaged or gone
  private long replayPart(JournalSegment segment, long from, long to, RecordReader reader)
      throws IOException {
    layout.lock();
    try {
      if (!segments.contains(segment)) {
        return to;
      }
      long reached = segment.scan(from, from + READ_BYTES, to, reader);
      if (reached < Math.min(to, from + READ_BYTES)) {
        damagedRecords.incrementAndGet();
        return to;
      }
      return reached;
    } finally {
      layout.unlock();
    }
  }

  @Override
  public long positionAt(long receivedEpochNanos) throws IOException {
    layout.lock();
    try {
      long to = end;
      for (JournalSegment segment : segments) {
        if (segment.newestReceivedEpochNanos() >= receivedEpochNanos) {
          return segment.firstReceivedFrom(receivedEpochNanos, Math.min(to, segment.end()));
        }
      }
      return to;
    } finally {
      layout.unlock();
    }
  }

  @Override
  public void release(long position) {
    released.accumulateAndGet(position, Math::max);
    if (mayRemove()) {
      try {
        removeExpired();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        layout.unlock();
      }
    }
  }

  private boolean mayRemove() {
    try {
      return layout.tryLock(RELEASE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public JournalStatus status() {
    long bytes = 0;
    long oldest = 0;
    List<JournalSegment> present = List.copyOf(segments);
    for (JournalSegment segment : present) {
      bytes += segment.bytes();
      oldest = oldest == 0 ? segment.oldestReceivedEpochNanos() : oldest;
    }
    long unreleased = Math.max(0, end - Math.max(released.get(), start()));
    return new JournalStatus(bytes, unreleased, present.size(), oldest, damagedRecords.get());
  }

  @Override
  public void close() throws IOException {
    // Not shutdownNow: an interrupt in the middle of an fsync closes the channel under it.
    forcer.shutdown();
    if (options.fsync() != FsyncPolicy.NEVER) {
      force(end);
    }
    layout.lock();
    try {
      for (JournalSegment segment : segments) {
        segment.close();
      }
    } finally {
      layout.unlock();
    }
  }

  /// Opens what is there; returns the position behind it.
  private long recover() throws IOException {
    long next = 0;
    for (Path file : files()) {
      JournalSegment segment = JournalSegment.open(file);
      if (segment == null) {
        Files.delete(file); // died while creating it: it never held a record
        continue;
      }
      if (segment.recover()) {
        damagedRecords.incrementAndGet();
      }
      segments.add(segment);
      next = Math.max(next, segment.end());
    }
    return next;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return new ArrayList<>(
          found
              .filter(file -> file.getFileName().toString().endsWith(JournalSegment.SUFFIX))
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .toList());
    }
  }

  private void roll() throws IOException {
    if (options.fsync() != FsyncPolicy.NEVER) {
      force(end);
    }
    JournalSegment next = JournalSegment.create(directory, end);
    forceDirectory();
    segments.add(next);
    active = next;
    end = next.end();
  }

  private void force(long position) throws IOException {
    forcing.lock();
    try {
      if (durable < position) {
        long reached = end;
        active.force();
        durable = reached;
        forgetBefore(reached - CACHED_BYTES);
      }
    } finally {
      forcing.unlock();
    }
  }

  /// Lets the kernel drop what was written before a position, some of it at a time.
  private void forgetBefore(long position) {
    if (position - forgotten < FORGOTTEN_BYTES_MIN) {
      return;
    }
    for (JournalSegment segment : segments) {
      segment.forget(forgotten, position);
    }
    forgotten = position;
  }

  private void forceQuietly() {
    try {
      force(end);
    } catch (IOException e) {
      System.getLogger(FileJournal.class.getName())
          .log(System.Logger.Level.ERROR, "could not force the journal to its device", e);
    }
  }

  private void removeExpired() throws IOException {
    long total = segments.stream().mapToLong(JournalSegment::bytes).sum();
    long oldestKept = epochNanos(clock.instant().minus(options.maxAge()));
    for (JournalSegment segment : segments) {
      boolean needed = segment == active || segment.end() > released.get();
      boolean expired =
          total > options.maxBytes() || segment.newestReceivedEpochNanos() < oldestKept;
      if (needed || !expired) {
        return;
      }
      segments.remove(segment);
      segment.close();
      Files.delete(segment.file());
      total -= segment.bytes();
    }
  }

  private void forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static long epochNanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
