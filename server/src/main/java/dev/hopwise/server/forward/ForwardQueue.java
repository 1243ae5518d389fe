package dev.hopwise.server.forward;

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

/// Encoded requests that wait to be sent, within a bound of bytes. What is taken counts until it is
/// {@link #release}d, so that the bound is on memory.
///
/// Small requests wait shortly for others and are taken together: one after the other they are one
/// request, since its only field is repeated.
///
/// Any thread.
final class ForwardQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final long bytesMax;
  private final int takeBytes;
  private final long lingerNanos;
  private final LongSupplier clockNanos;
  private long heldBytes;
  private long waitingBytes;
  private boolean closed;

  /// @param bytesMax of what waits or is taken and not released
  /// @param takeBytes how much is taken at once, unless a single entry is larger
  ForwardQueue(long bytesMax, int takeBytes, Duration linger, LongSupplier clockNanos) {
    this.bytesMax = bytesMax;
    this.takeBytes = takeBytes;
    this.lingerNanos = linger.toNanos();
    this.clockNanos = clockNanos;
  }

  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  private record Entry(byte[] bytes, int spans, long sinceNanos) {}

  /// Some entries, to be sent as one.
  ///
  /// @param bytes of all together
  record Portion(List<byte[]> requests, int spans, int bytes) {}

  /// Whether there was room.
  boolean offer(byte[] request, int spans) {
    lock.lock();
    try {
      if (closed || heldBytes + request.length > bytesMax) {
        return false;
      }
      heldBytes += request.length;
      waitingBytes += request.length;
      entries.addLast(new Entry(request, spans, clockNanos.getAsLong()));
      if (entries.size() == 1 || waitingBytes >= takeBytes) {
        changed.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a portion; null when the queue is closed and empty.
  @Nullable Portion take() throws InterruptedException {
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
  void release(Portion portion) {
    lock.lock();
    try {
      heldBytes -= portion.bytes;
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

  private Portion portion() {
    List<byte[]> requests = new ArrayList<>();
    int spans = 0;
    int bytes = 0;
    while (!entries.isEmpty()
        && (requests.isEmpty() || bytes + entries.getFirst().bytes.length <= takeBytes)) {
      Entry entry = entries.removeFirst();
      requests.add(entry.bytes);
      spans += entry.spans;
      bytes += entry.bytes.length;
    }
    waitingBytes -= bytes;
    if (!entries.isEmpty()) {
      changed.signal();
    }
    return new Portion(List.copyOf(requests), spans, bytes);
  }
}
