package dev.hopwise.sample.record;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Every decision of the last day, on disk, to be found by trace id.
///
/// ```
/// append ─► block in memory ─► open segment ─► full segment ─► sealed: index on disk ─► removed
///           64 KiB or 1 s       index in memory                                     age or bytes
/// ```
///
/// A found decision is readable at once, also while it waits for its block. What waits is lost with
/// the process; the journal holds it too, and hands it over again ({@link #appendMissing}).
///
/// **Threads.** Appending is for one thread at a time, everything else for any. {@link #keepHouse}
/// wants to be called each second.
public final class DecisionLog implements AutoCloseable {

  private final SegmentFiles files;
  private final DecisionLogOptions options;
  private final Clock clock;
  private final BlockCache cache = new BlockCache();
  private final AtomicLong lost;

  /// Guards what grows: the open segment and the lists.
  private final ReentrantLock lock = new ReentrantLock();

  /// Held for reading by who looks into indexes, for writing by who closes them.
  private final ReentrantReadWriteLock indexes = new ReentrantReadWriteLock();

  /// One housekeeper at a time. Taken before the others.
  private final ReentrantLock house = new ReentrantLock();

  /// Full, oldest first. A new list at each change.
  private List<Segment> segments;

  /// Full, but not sealed.
  private final List<OpenSegment> unsealed = new ArrayList<>();

  private OpenSegment open;
  private long nextNumber;
  private final long damagedSegments;

  private DecisionLog(
      DecisionLogOptions options, Clock clock, LogRecovery recovered, AtomicLong lost)
      throws IOException {
    this.lost = lost;
    this.files = recovered.files();
    this.options = options;
    this.clock = clock;
    this.segments = List.copyOf(recovered.segments());
    this.damagedSegments = recovered.damagedSegments();
    this.nextNumber = recovered.nextNumber();
    OpenSegment last = recovered.open();
    this.open = last != null ? last : createSegment();
  }

  /// Opens a directory, making it where there is none. What the last process left torn is cut off.
  ///
  /// @throws IOException also when a file is of a later version
  public static DecisionLog open(Path directory, DecisionLogOptions options, Clock clock)
      throws IOException {
    Files.createDirectories(directory);
    AtomicLong lost = new AtomicLong();
    return new DecisionLog(options, clock, LogRecovery.of(new SegmentFiles(directory), lost), lost);
  }

  /// Takes decisions, in the order in which they were made.
  ///
  /// @throws IOException when a block could not be written: its decisions are lost and counted
  public void append(List<Decision> decisions) throws IOException {
    @Nullable IOException failed = null;
    lock.lock();
    try {
      for (Decision decision : decisions) {
        try {
          add(decision);
        } catch (IOException e) {
          failed = e;
        }
      }
    } finally {
      lock.unlock();
    }
    if (failed != null) {
      throw failed;
    }
  }

  /// Takes those decisions that are not there yet, by trace id and time of the decision.
  public void appendMissing(List<Decision> decisions) throws IOException {
    for (Decision decision : decisions) {
      Optional<Decision> known = find(decision.traceId());
      if (known.isEmpty() || known.get().decidedEpochNanos() < decision.decidedEpochNanos()) {
        append(List.of(decision));
      }
    }
  }

  /// The newest decision about a trace.
  public Optional<Decision> find(TraceId id) throws IOException {
    indexes.readLock().lock();
    try {
      return Optional.ofNullable(newestOf(id));
    } finally {
      indexes.readLock().unlock();
    }
  }

  /// Hands over every decision made in a range, in the order in which they were written; of a trace
  /// that was decided twice, both.
  ///
  /// @param fromEpochNanos inclusive
  /// @param toEpochNanos exclusive
  public void scan(long fromEpochNanos, long toEpochNanos, Consumer<Decision> consumer)
      throws IOException {
    Snapshot now = snapshot();
    for (Segment segment : now.segments) {
      scan(segment.file(), segment.extent(), fromEpochNanos, toEpochNanos, consumer);
    }
    scan(now.openFile, now.openExtent, fromEpochNanos, toEpochNanos, consumer);
    now.waiting.stream()
        .filter(
            d -> d.decidedEpochNanos() >= fromEpochNanos && d.decidedEpochNanos() < toEpochNanos)
        .forEach(consumer);
  }

  /// Writes what waits, seals what is full, and removes what is too old or too much.
  public void keepHouse() throws IOException {
    house.lock();
    try {
      flush().force();
      sealFull();
      removeExpired();
    } finally {
      house.unlock();
    }
  }

  public DecisionLogStatus status() {
    Snapshot now = snapshot();
    long decisions = now.openExtent.decisions() + now.waiting.size();
    long oldest = now.openExtent.earliestEpochNanos();
    long newest = now.openExtent.latestEpochNanos();
    for (Segment segment : now.segments) {
      decisions += segment.extent().decisions();
      oldest = Math.min(oldest, segment.extent().earliestEpochNanos());
      newest = Math.max(newest, segment.extent().latestEpochNanos());
    }
    boolean empty = oldest > newest;
    return new DecisionLogStatus(
        decisions,
        bytes(),
        now.segments.size() + 1,
        empty ? 0 : oldest,
        empty ? 0 : newest,
        lost.get(),
        damagedSegments);
  }

  @Override
  public void close() throws IOException {
    house.lock();
    indexes.writeLock().lock();
    try {
      flush().force();
      open.close();
      sealFull();
      segments.forEach(DecisionLog::closeIndex);
    } finally {
      indexes.writeLock().unlock();
      house.unlock();
    }
  }

  private void add(Decision decision) throws IOException {
    if (open.extent().bytes() >= options.segmentBytes()) {
      try {
        roll();
      } catch (IOException e) {
        lost.incrementAndGet();
        throw e;
      }
    }
    open.add(decision);
  }

  private void roll() throws IOException {
    OpenSegment next = createSegment();
    try {
      open.flush();
    } finally {
      unsealed.add(open);
      segments = with(segments, open.asFull());
      open = next;
    }
  }

  private OpenSegment createSegment() throws IOException {
    long number = nextNumber++;
    return OpenSegment.create(number, files.data(number), lost);
  }

  private @Nullable Decision newestOf(TraceId id) throws IOException {
    Path file;
    Extent extent;
    int block;
    List<Segment> older;
    lock.lock();
    try {
      Decision waiting = open.waiting(id);
      if (waiting != null) {
        return waiting;
      }
      file = open.file();
      extent = open.extent();
      block = open.blockOf(id);
      older = segments;
    } finally {
      lock.unlock();
    }
    Decision found = cache.find(id, file, extent, block);
    return found != null ? found : newestOf(id, older);
  }

  private @Nullable Decision newestOf(TraceId id, List<Segment> within) throws IOException {
    long hash = TraceHash.of(id);
    for (Segment segment : within.reversed()) {
      Decision found =
          cache.find(id, segment.file(), segment.extent(), segment.index().blockOf(hash));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// A file that retention has removed meanwhile holds nothing any more.
  private static void scan(
      Path file, Extent extent, long from, long to, Consumer<Decision> consumer)
      throws IOException {
    try {
      Segment.scan(file, extent, from, to, consumer);
    } catch (NoSuchFileException _) {
      return;
    }
  }

  private OpenSegment flush() throws IOException {
    lock.lock();
    try {
      open.flush();
      Extent extent = open.extent();
      if (extent.decisions() > 0
          && now() - extent.earliestEpochNanos() > options.segmentAgeNanos()) {
        roll();
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  /// Mostly outside the lock: appending goes on.
  private void sealFull() throws IOException {
    for (OpenSegment full : waitingForIndex()) {
      Segment sealed = full.seal(files.index(full.number()));
      lock.lock();
      try {
        segments = segments.stream().map(s -> s.number() == sealed.number() ? sealed : s).toList();
        unsealed.remove(full);
      } finally {
        lock.unlock();
      }
    }
  }

  private List<OpenSegment> waitingForIndex() {
    lock.lock();
    try {
      return List.copyOf(unsealed);
    } finally {
      lock.unlock();
    }
  }

  private void removeExpired() throws IOException {
    long oldestKept = now() - options.maxAge().toNanos();
    for (Segment segment : snapshot().segments) {
      boolean expired = segment.extent().latestEpochNanos() < oldestKept;
      if (!expired && bytes() <= options.maxBytes()) {
        return;
      }
      remove(segment);
    }
  }

  private void remove(Segment segment) throws IOException {
    indexes.writeLock().lock();
    try {
      lock.lock();
      try {
        segments = segments.stream().filter(s -> s.number() != segment.number()).toList();
      } finally {
        lock.unlock();
      }
      closeIndex(segment);
    } finally {
      indexes.writeLock().unlock();
    }
    // The index goes first: data without one is read again, an index without data is removed.
    Files.deleteIfExists(files.index(segment.number()));
    Files.delete(segment.file());
  }

  private static void closeIndex(Segment segment) {
    if (segment.index() instanceof IndexFile index) {
      index.close();
    }
  }

  private long bytes() {
    lock.lock();
    try {
      return open.fileBytes() + segments.stream().mapToLong(Segment::fileBytes).sum();
    } finally {
      lock.unlock();
    }
  }

  private Snapshot snapshot() {
    lock.lock();
    try {
      return new Snapshot(segments, open.file(), open.extent(), List.copyOf(open.waiting()));
    } finally {
      lock.unlock();
    }
  }

  private record Snapshot(
      List<Segment> segments, Path openFile, Extent openExtent, List<Decision> waiting) {}

  private static List<Segment> with(List<Segment> segments, Segment last) {
    List<Segment> longer = new ArrayList<>(segments);
    longer.add(last);
    return List.copyOf(longer);
  }

  private long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
