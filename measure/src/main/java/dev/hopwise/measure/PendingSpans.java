package dev.hopwise.measure;

import java.util.Arrays;

/// Spans that wait for the other side of their call, in the order in which they came.
///
/// A ring of rows, each in a chain with those whose key falls into the same slot; a key is the hash
/// of a trace id and the id of the client's span. All rows wait equally long, so that the oldest is
/// the next to expire, and the ring needs no other order. The chains are doubly linked, and nobody
/// walks more than {@link #STEPS_MAX} rows of one, so that a trace of many thousand spans with one
/// parent cannot make it slow.
///
/// A row is one cache line of eight longs:
///
/// ```
/// key | other id | duration ns | since epoch ns | node:32 peer:32 | next:32 previous:32 | weight | flags
/// ```
///
/// Keys are compared by their 64 bits alone: among 65,536 rows two calls are taken for one another
/// once in some hundred million million.
///
/// Rows are addressed by their place; -1 is none. Not thread-safe.
final class PendingSpans {

  static final int NONE = -1;
  private static final int STEPS_MAX = 64;

  private static final int ROW_BITS = 3;
  private static final int KEY = 0;
  private static final int OTHER_ID = 1;
  private static final int DURATION = 2;
  private static final int SINCE = 3;
  private static final int NODES = 4;
  private static final int LINKS = 5;
  private static final int WEIGHT = 6;
  private static final int FLAGS = 7;

  private static final int KIND_MASK = 7;
  private static final int FAILED = 8;
  private static final int PAIRED = 16;
  private static final int ROOT = 32;

  private final long[] rows;
  private final int[] chains;
  private final int capacity;
  private int oldest;
  private int count;

  PendingSpans(int capacity) {
    this.capacity = capacity;
    rows = new long[Math.multiplyExact(capacity, 1 << ROW_BITS)];
    chains = new int[Integer.highestOneBit(capacity) * 2];
    Arrays.fill(chains, NONE);
  }

  /// The key of a call.
  static long key(long traceIdHigh, long traceIdLow, long clientSpanId) {
    return Hash.add(Hash.add(Hash.start(traceIdHigh), traceIdLow), clientSpanId);
  }

  boolean isFull() {
    return count == capacity;
  }

  /// How many rows there are.
  int count() {
    return count;
  }

  /// The row that came first, or -1.
  int oldest() {
    return count == 0 ? NONE : oldest;
  }

  /// Of a client its parent's id, of a server its own.
  long otherId(int row) {
    return at(row, OTHER_ID);
  }

  long durationNanos(int row) {
    return at(row, DURATION);
  }

  long sinceEpochNanos(int row) {
    return at(row, SINCE);
  }

  /// The node of its service.
  int node(int row) {
    return (int) (at(row, NODES) >>> Integer.SIZE);
  }

  /// The node that it names as its other side, or -1.
  int peer(int row) {
    return (int) at(row, NODES);
  }

  long weight(int row) {
    return at(row, WEIGHT);
  }

  byte kind(int row) {
    return (byte) (at(row, FLAGS) & KIND_MASK);
  }

  boolean isFailed(int row) {
    return (at(row, FLAGS) & FAILED) != 0;
  }

  /// Whether it is a server without a parent.
  boolean isRoot(int row) {
    return (at(row, FLAGS) & ROOT) != 0;
  }

  /// Whether it met its other side.
  boolean isPaired(int row) {
    return (at(row, FLAGS) & PAIRED) != 0;
  }

  void setPaired(int row) {
    rows[(row << ROW_BITS) + FLAGS] |= PAIRED;
  }

  /// Adds a row; there must be room.
  void add(
      long key,
      long otherId,
      int node,
      int peer,
      byte kind,
      boolean root,
      boolean failed,
      long durationNanos,
      long weight,
      long nowEpochNanos) {
    int row = oldest + count;
    row = row < capacity ? row : row - capacity;
    count++;
    int chain = chain(key);
    int second = chains[chain];
    int at = row << ROW_BITS;
    rows[at + KEY] = key;
    rows[at + OTHER_ID] = otherId;
    rows[at + DURATION] = durationNanos;
    rows[at + SINCE] = nowEpochNanos;
    rows[at + NODES] = pair(node, peer);
    rows[at + LINKS] = pair(second, NONE);
    rows[at + WEIGHT] = weight;
    rows[at + FLAGS] = kind | (root ? ROOT : 0) | (failed ? FAILED : 0);
    if (second != NONE) {
      setLinks(second, next(second), row);
    }
    chains[chain] = row;
  }

  /// The row that was added last.
  int newest() {
    int row = oldest + count - 1;
    return row < capacity ? row : row - capacity;
  }

  /// Removes the oldest row.
  void removeOldest() {
    int next = next(oldest);
    int previous = previous(oldest);
    if (previous == NONE) {
      chains[chain(at(oldest, KEY))] = next;
    } else {
      setLinks(previous, next, previous(previous));
    }
    if (next != NONE) {
      setLinks(next, next(next), previous);
    }
    oldest = oldest + 1 == capacity ? 0 : oldest + 1;
    count--;
  }

  /// A walk over the rows with a key, newest first.
  final class Walk {
    private long key;
    private int at = NONE;
    private int steps;

    void over(long newKey) {
      key = newKey;
      at = chains[chain(newKey)];
      steps = 0;
    }

    /// The next row, or -1.
    int next() {
      while (at != NONE && steps < STEPS_MAX) {
        int row = at;
        at = PendingSpans.this.next(row);
        steps++;
        if (at(row, KEY) == key) {
          return row;
        }
      }
      return NONE;
    }
  }

  private int next(int row) {
    return (int) (at(row, LINKS) >>> Integer.SIZE);
  }

  private int previous(int row) {
    return (int) at(row, LINKS);
  }

  private void setLinks(int row, int next, int previous) {
    rows[(row << ROW_BITS) + LINKS] = pair(next, previous);
  }

  private static long pair(int high, int low) {
    return ((long) high << Integer.SIZE) | (low & 0xFFFF_FFFFL);
  }

  private long at(int row, int column) {
    return rows[(row << ROW_BITS) + column];
  }

  private int chain(long key) {
    return (int) key & chains.length - 1;
  }
}
