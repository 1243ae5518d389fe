package dev.hopwise.measure;

/// Spans that wait for the other side of their call, in the order in which they came.
///
/// A ring of rows, each in a chain with those whose key falls into the same slot; a key is the hash
/// of a trace id, the id of the client's span, and which side it is. All rows wait equally long, so
/// that the oldest is the next to expire, and the ring needs no other order. Nobody walks more than
/// {@link #STEPS_MAX} rows of a chain, so that a trace of many thousand spans with one parent
/// cannot make it slow.
///
/// Rows are numbered as they come, and a chain goes from each row to an older one: it ends where
/// the number is below the oldest row's. So removing a row touches nothing else. Where a chain
/// begins there also stands which of sixteen marks its keys have had, so that a walk in vain, which
/// most are, mostly touches no row at all: rows lie in 4 MB, which no cache keeps.
///
/// ```
/// chain  number of its newest row:48 | marks:16
/// row    key | other id | duration ns | since epoch ns | node:32 peer:32 | next row's number | weight | flags
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

  /// Before the first row, so that with the head of the array, which takes two longs, each row lies
  /// in one line of the cache. (An array of this size begins where a region of the heap does.)
  private static final int PADDING = 6;

  private static final int KEY = 0;
  private static final int OTHER_ID = 1;
  private static final int DURATION = 2;
  private static final int SINCE = 3;
  private static final int NODES = 4;
  private static final int NEXT = 5;
  private static final int WEIGHT = 6;
  private static final int FLAGS = 7;

  /// Bits of the chain as well as of the mark.
  private static final long SERVER_SIDE = 0x9E37_79B9_7F4A_7C15L;

  private static final int KIND_MASK = 7;
  private static final int FAILED = 8;
  private static final int PAIRED = 16;
  private static final int ROOT = 32;

  private static final int MARK_BITS = 16;
  private static final long MARKS = (1L << MARK_BITS) - 1;
  private static final int MARK_SHIFT = Long.SIZE - 4;

  private final long[] rows;
  private final long[] chains;
  private final int capacity;
  private final int rowMask;

  /// Numbers of rows, from 1 on. A row lies at its number modulo the length of the ring.
  private long oldest = 1;

  private long next = 1;

  PendingSpans(int capacity) {
    this.capacity = capacity;
    int ring = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) * 2;
    rowMask = ring - 1;
    rows = new long[Math.addExact(PADDING, Math.multiplyExact(ring, 1 << ROW_BITS))];
    chains = new long[ring];
  }

  /// What the keys of one trace's calls have in common.
  static long traceKey(long traceIdHigh, long traceIdLow) {
    return Hash.add(Hash.start(traceIdHigh), traceIdLow);
  }

  /// The key of a call, under which its client waits.
  static long clientKey(long traceKey, long clientSpanId) {
    return Hash.add(traceKey, clientSpanId);
  }

  /// The key under which the servers of that call wait: another, so that the many servers that one
  /// span may be the parent of are not in the way of whoever looks for their client.
  static long serverKey(long clientKey) {
    return clientKey ^ SERVER_SIDE;
  }

  /// Reads where the chain of a key begins, so that it is in the cache soon; the result means
  /// nothing. Calls that do not depend on each other wait for memory together.
  long touch(long key) {
    return chains[chain(key)];
  }

  boolean isFull() {
    return count() == capacity;
  }

  /// How many rows there are.
  int count() {
    return (int) (next - oldest);
  }

  /// The row that came first, or -1.
  int oldest() {
    return next == oldest ? NONE : place(oldest);
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
    rows[PADDING + (row << ROW_BITS) + FLAGS] |= PAIRED;
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
    int chain = chain(key);
    long newest = chains[chain];
    long second = newest >>> MARK_BITS;
    int at = PADDING + (place(next) << ROW_BITS);
    rows[at + KEY] = key;
    rows[at + OTHER_ID] = otherId;
    rows[at + DURATION] = durationNanos;
    rows[at + SINCE] = nowEpochNanos;
    rows[at + NODES] = pair(node, peer);
    rows[at + NEXT] = second;
    rows[at + WEIGHT] = weight;
    rows[at + FLAGS] = kind | (root ? ROOT : 0) | (failed ? FAILED : 0);
    long marks = second < oldest ? 0 : newest & MARKS;
    chains[chain] = next++ << MARK_BITS | marks | mark(key);
  }

  /// The row that was added last.
  int newest() {
    return place(next - 1);
  }

  /// Removes the oldest row.
  void removeOldest() {
    oldest++;
  }

  /// A walk over the rows with a key, newest first.
  final class Walk {
    private long key;
    private long number;
    private int steps;

    void over(long newKey) {
      key = newKey;
      long newest = chains[chain(newKey)];
      number = (newest & mark(newKey)) == 0 ? 0 : newest >>> MARK_BITS;
      steps = 0;
    }

    /// The next row, or -1.
    int next() {
      while (number >= oldest && steps < STEPS_MAX) {
        int row = place(number);
        number = at(row, NEXT);
        steps++;
        if (at(row, KEY) == key) {
          return row;
        }
      }
      return NONE;
    }
  }

  /// Where a row lies.
  private int place(long number) {
    return (int) number & rowMask;
  }

  private static long pair(int high, int low) {
    return ((long) high << Integer.SIZE) | (low & 0xFFFF_FFFFL);
  }

  private long at(int row, int column) {
    return rows[PADDING + (row << ROW_BITS) + column];
  }

  private int chain(long key) {
    return (int) key & rowMask;
  }

  /// One of sixteen bits, by the part of a key that does not choose the chain.
  private static long mark(long key) {
    return 1L << (key >>> MARK_SHIFT);
  }
}
