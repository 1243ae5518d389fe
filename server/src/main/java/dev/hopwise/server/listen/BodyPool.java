package dev.hopwise.server.listen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Arrays in which bodies are collected, used again for the next ones. A fresh array of some
/// hundred kilobytes for each request would have to be zeroed, would make the collector run several
/// times as often, and would be written and read in memory that is not in the processor's cache.
///
/// What lies idle fits into what the budget has left: while senders wait for room, the arrays of
/// those who are done are those of the next, and nothing grows old only to become garbage.
///
/// Arrays that are taken belong to the taker alone and hold anything. Any thread may use it.
final class BodyPool {

  /// A smaller one is cheaper to make than to keep.
  private static final int BYTES_MIN = 64 << 10;

  /// A larger one is rare, and too much to keep.
  private static final int BYTES_MAX = 1 << 20;

  /// A search looks at all of them at worst.
  private static final int ARRAYS_MAX = 512;

  /// Of one that is to hold a small body no more than this is left unused.
  private static final int TIMES_TOO_LONG_MAX = 4;

  private final ByteBudget budget;

  /// The one that was given back last comes first: it is in the cache.
  private final Deque<byte[]> arrays = new ArrayDeque<>();

  private long idleBytes;

  BodyPool(ByteBudget budget) {
    this.budget = budget;
  }

  /// An array at least so long that is at hand, or null.
  synchronized byte @Nullable [] poll(int bytesMin) {
    if (bytesMin < BYTES_MIN) {
      return null;
    }
    for (Iterator<byte[]> each = arrays.iterator(); each.hasNext(); ) {
      byte[] array = each.next();
      if (array.length >= bytesMin && array.length / TIMES_TOO_LONG_MAX <= bytesMin) {
        each.remove();
        idleBytes -= array.length;
        return array;
      }
    }
    return null;
  }

  /// Nobody uses it any more; to be called while the budget is still charged for it. Those that
  /// were not used for the longest time make room.
  void giveBack(byte[] array) {
    if (array.length >= BYTES_MIN && array.length <= BYTES_MAX) {
      keep(array, budget.free());
    }
  }

  private synchronized void keep(byte[] array, long freeBytes) {
    while (!arrays.isEmpty() && (arrays.size() == ARRAYS_MAX || idleBytes > freeBytes)) {
      idleBytes -= arrays.removeLast().length;
    }
    arrays.addFirst(array);
    idleBytes += array.length;
  }

  /// How long an array to make where there is none at hand, so that it serves others too.
  static int lengthFor(int bytes) {
    return bytes < BYTES_MIN || bytes > BYTES_MAX
        ? bytes
        : (bytes + BYTES_MIN - 1) / BYTES_MIN * BYTES_MIN;
  }
}
