package dev.hopwise.server.deliver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What waits to be sent, within a bound of bytes. What is taken counts until it is {@link
/// #release}d, so that the bound is on memory.
///
/// Small entries wait shortly for others and are taken together.
///
/// Any thread.
final class DeliveryQueue<T> {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Entry<T>> entries = new ArrayDeque<>();
  private final long bytesMax;
  private final int takeBytes;
  private final long lingerNanos;
  private final LongSupplier clockNanos;
  private long heldBytes;
  private long waitingBytes;
  private boolean closed;

  /// @param bytesMax of what waits or is taken and not released
  /// @param takeBytes how much is taken at once, unless a single entry is larger
  DeliveryQueue(long bytesMax, int takeBytes, Duration linger, LongSupplier clockNanos) {
    this.bytesMax = bytesMax;
    this.takeBytes = takeBytes;
    this.lingerNanos = linger.toNanos();
    this.clockNanos = clockNanos;
  }

  private record Entry<T>(T content, int items, int bytes, long sinceNanos) {}

  /// Whether there was room.
  boolean offer(T content, int items, int bytes) {
    lock.lock();
    try {
      if (closed || heldBytes + bytes > bytesMax) {
        return false;
      }
      heldBytes += bytes;
      waitingBytes += bytes;
      entries.addLast(new Entry<>(content, items, bytes, clockNanos.getAsLong()));
      if (entries.size() == 1 || waitingBytes >= takeBytes) {
        changed.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a portion; null when the queue is closed and empty.
  @Nullable Portion<T> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isDue()) {
        if (entries.isEmpty()) {
          if (closed) {
            return null;
          }
          changed.await();
        } else {
          long ageNanos = clockNanos.getAsLong() - entries.getFirst().sinceNanos;
          var _ = changed.await(lingerNanos - ageNanos, TimeUnit.NANOSECONDS);
        }
      }
      return portion();
    } finally {
      lock.unlock();
    }
  }

  /// A portion is done with, sent or not.
  void release(Portion<T> portion) {
    lock.lock();
    try {
      heldBytes -= portion.bytes();
    } finally {
      lock.unlock();
    }
  }

  /// Takes nothing more; what waits is still handed out, at once.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue() {
    return !entries.isEmpty()
        && (closed
            || waitingBytes >= takeBytes
            || clockNanos.getAsLong() - entries.getFirst().sinceNanos >= lingerNanos);
  }

  private Portion<T> portion() {
    List<T> contents = new ArrayList<>();
    int items = 0;
    int bytes = 0;
    while (!entries.isEmpty()
        && (contents.isEmpty() || bytes + entries.getFirst().bytes <= takeBytes)) {
      Entry<T> entry = entries.removeFirst();
      contents.add(entry.content);
      items += entry.items;
      bytes += entry.bytes;
    }
    waitingBytes -= bytes;
    if (!entries.isEmpty()) {
      changed.signal();
    }
    return new Portion<>(contents, items, bytes);
  }
}
