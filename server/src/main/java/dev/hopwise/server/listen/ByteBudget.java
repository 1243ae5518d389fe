package dev.hopwise.server.listen;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of request bodies may be in memory at once, over all listeners: those that are
/// arriving, those that wait and those that are worked on.
public final class ByteBudget {

  private final long bytesMax;
  private final AtomicLong used = new AtomicLong();

  public ByteBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// Takes so many bytes if they are there.
  boolean tryTake(long bytes) {
    long now = used.addAndGet(bytes);
    if (now > bytesMax) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /// Gives back what was taken.
  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  /// How many are taken.
  public long used() {
    return used.get();
  }
}
