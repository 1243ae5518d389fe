package dev.hopwise.store.lake;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.JournalProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The life of the parts of a lake: hot, sealing, file. One lock for all changes; readers take
/// {@link #state} and need none.
///
/// At most {@link #SEALING_MAX} part waits for its files. A batch that would need one more waits in
/// {@link #append}: a disk that is too slow, or full, holds up whoever sends.
final class LakeParts {

  /// Each takes up to {@link LakeOptions#sealBytes} of memory, beside the one that is filled.
  static final int SEALING_MAX = 1;

  /// What a batch is expected not to exceed: requests are limited to 64 MiB.
  private static final int BATCH_SPANS = 1 << 19;

  private static final long BATCH_BYTES = 256L << 20;

  private final LakeOptions options;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private volatile LakeState state;
  private volatile boolean closed;
  private final JournalProgress progress;
  private JournalPosition committed;
  private long failures;
  private @Nullable Throwable lastFailure;

  LakeParts(
      LakeOptions options, Clock clock, JournalPosition committed, Collection<FilePart> files) {
    this.options = options;
    this.clock = clock;
    this.committed = committed;
    this.progress = new JournalProgress(committed);
    HotPart hot = new HotPart(newBuilder(), committed);
    this.state = new LakeState(hot, List.of(), List.copyOf(files));
  }

  /// A part is sealed when it reaches the limits of the options; its builder takes some more, so
  /// that the batch that reaches them goes in whole.
  private SegmentBuilder newBuilder() {
    int rows = Math.min(LakeOptions.SEAL_SPANS_MAX, options.sealSpans() + BATCH_SPANS);
    return new SegmentBuilder(rows, options.sealBytes() + BATCH_BYTES);
  }

  LakeState state() {
    return state;
  }

  /// A batch lies in one part, so that a commit covers it whole or not at all. Only when it is so
  /// large that no part can take it, it is split; then a crash between the commits of both makes a
  /// replay append some of its spans again.
  void append(SpanBatch batch, JournalPosition upTo) {
    lock.lock();
    try {
      checkOpen();
      while (isDue(state.hot()) && upTo.applied() > progress.handedOver()) {
        rotateWhenThereIsRoom();
      }
      boolean taken = false;
      try {
        append(batch);
        taken = true;
      } finally {
        progress.ended(upTo, taken);
        state.hot().end = progress.safe();
      }
    } finally {
      lock.unlock();
    }
  }

  private void append(SpanBatch batch) {
    state.hot().builder.beginBatch();
    for (int i = 0; i < batch.count; i++) {
      while (state.hot().builder.isFull()) {
        rotateWhenThereIsRoom();
        state.hot().builder.beginBatch();
      }
      append(state.hot(), batch, i);
    }
  }

  private void append(HotPart hot, SpanBatch batch, int span) {
    if (hot.builder.rows() == 0) {
      hot.firstAppendEpochMillis = clock.millis();
    }
    hot.builder.append(batch, span);
  }

  /// Somebody else, who flushes, may rotate meanwhile.
  private void rotateWhenThereIsRoom() {
    HotPart full = state.hot();
    while (state.hot() == full && state.sealing().size() >= SEALING_MAX) {
      changed.awaitUninterruptibly();
      checkOpen();
    }
    if (state.hot() == full) {
      rotate();
    }
  }

  private boolean isDue(HotPart hot) {
    return hot.builder.rows() >= options.sealSpans()
        || hot.builder.heapBytes() >= options.sealBytes();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  private void rotate() {
    state = state.rotated(new HotPart(newBuilder(), progress.safe()));
    changed.signalAll();
  }

  /// Rotates when the oldest span has waited long enough and there is room.
  void rotateByAge() {
    lock.lock();
    try {
      HotPart hot = state.hot();
      long age = clock.millis() - hot.firstAppendEpochMillis;
      if (hot.segment.rows() > 0
          && (isDue(hot) || age >= options.sealAge().toMillis())
          && state.sealing().size() < SEALING_MAX) {
        rotate();
      }
    } finally {
      lock.unlock();
    }
  }

  /// What a crash would leave. With nothing in memory that is everything, though the table may name
  /// an earlier position: what lies between had no spans to keep.
  JournalPosition committed() {
    lock.lock();
    try {
      boolean nothingOpen = state.hot().segment.rows() == 0 && state.sealing().isEmpty();
      return nothingOpen ? progress.safe() : committed;
    } finally {
      lock.unlock();
    }
  }

  /// Seals everything and waits until it is committed.
  ///
  /// @throws UncheckedIOException when that failed; it is tried again in the background
  void flush() {
    lock.lock();
    try {
      checkOpen();
      JournalPosition target = progress.safe();
      long failuresBefore = failures;
      if (state.hot().segment.rows() > 0 || !committed.equals(target)) {
        rotate();
      }
      while (!state.sealing().isEmpty() && !isCommitted(target)) {
        if (failures > failuresBefore) {
          throw new UncheckedIOException(
              new IOException("what is in memory could not be written", lastFailure));
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isCommitted(JournalPosition target) {
    return committed.applied() >= target.applied()
        && state.sealing().stream().noneMatch(part -> part.end.applied() <= target.applied());
  }

  /// Waits until there is something to seal or the time is over.
  ///
  /// @return false when the store was closed
  @SuppressWarnings("WaitNotInLoop") // the keeper loops, and does no harm when it wakes early
  boolean awaitSealing(long nanos) throws InterruptedException {
    lock.lock();
    try {
      if (!closed && state.sealing().isEmpty()) {
        var _ = changed.awaitNanos(nanos);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until somebody wants something, at most so long.
  @SuppressWarnings("WaitNotInLoop") // it is a pause; a shorter one does no harm
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      if (!closed) {
        var _ = changed.await(nanos, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /// A part has become files.
  void sealed(HotPart part, Collection<FilePart> files) {
    lock.lock();
    try {
      state = state.sealed(part, files);
      if (part.end.applied() >= committed.applied()) {
        committed = part.end;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Files have been given up.
  void removed(Set<FilePart> files) {
    lock.lock();
    try {
      state = state.without(files);
    } finally {
      lock.unlock();
    }
  }

  /// Sealing failed; whoever waits in {@link #flush} is told.
  void failed(Throwable failure) {
    lock.lock();
    try {
      failures++;
      lastFailure = failure;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// How often sealing has failed.
  long failures() {
    lock.lock();
    try {
      return failures;
    } finally {
      lock.unlock();
    }
  }

  /// No more appends; the keeper ends.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
