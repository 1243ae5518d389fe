package dev.hopwise.server.listen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many bytes of request bodies may be in memory at once, over all listeners: those that are
/// arriving, those that wait and those that are worked on.
///
/// Who finds no room stands in line, and nobody overtakes the line: a request that waits costs
/// little, since nobody reads it, while one that is refused is read for nothing. The line is
/// bounded, because what the network has read ahead of a request lies in memory too.
public final class ByteBudget {

  private final long bytesMax;
  private final int lineMax;
  private final Deque<Waiting> line = new ArrayDeque<>();
  private long used;

  /// @param lineMax how many may stand in line
  public ByteBudget(long bytesMax, int lineMax) {
    this.bytesMax = bytesMax;
    this.lineMax = lineMax;
  }

  /// Somebody in line.
  final class Waiting {
    private final long bytes;
    private final Runnable granted;

    private Waiting(long bytes, Runnable granted) {
      this.bytes = bytes;
      this.granted = granted;
    }

    /// Leaves the line.
    ///
    /// @return false when it has been granted meanwhile: the bytes are to be given back
    boolean leave() {
      boolean left;
      List<Waiting> next;
      synchronized (ByteBudget.this) {
        left = line.remove(this);
        next = admit();
      }
      next.forEach(each -> each.granted.run());
      return left;
    }
  }

  /// Takes so many bytes if they are there and nobody waits.
  synchronized boolean tryTake(long bytes) {
    if (!line.isEmpty() || used + bytes > bytesMax) {
      return false;
    }
    used += bytes;
    return true;
  }

  /// Stands in line for so many bytes.
  ///
  /// @param granted told once they are taken, perhaps before this returns, by whatever thread gave
  ///   back the last of them
  /// @return null when the line is full
  @Nullable Waiting stand(long bytes, Runnable granted) {
    Waiting waiting = new Waiting(bytes, granted);
    List<Waiting> next;
    synchronized (this) {
      if (line.size() == lineMax) {
        return null;
      }
      line.addLast(waiting);
      next = admit();
    }
    next.forEach(each -> each.granted.run());
    return waiting;
  }

  /// Gives back what was taken.
  void giveBack(long bytes) {
    List<Waiting> next;
    synchronized (this) {
      used -= bytes;
      next = admit();
    }
    next.forEach(each -> each.granted.run());
  }

  private List<Waiting> admit() {
    if (line.isEmpty()) {
      return List.of();
    }
    List<Waiting> next = new ArrayList<>();
    while (!line.isEmpty() && used + line.getFirst().bytes <= bytesMax) {
      Waiting first = line.removeFirst();
      used += first.bytes;
      next.add(first);
    }
    return next;
  }

  /// How many are taken.
  public synchronized long used() {
    return used;
  }

  /// How many are left.
  synchronized long free() {
    return bytesMax - used;
  }

  /// How many requests stand in line.
  public synchronized int waiting() {
    return line.size();
  }
}
