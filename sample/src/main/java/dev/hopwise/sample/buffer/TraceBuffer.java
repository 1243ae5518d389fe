package dev.hopwise.sample.buffer;

import dev.hopwise.model.HeadSampling;
import dev.hopwise.model.KeepMark;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Spans of undecided traces.
///
/// A trace is due when its root has arrived and it was quiet for {@link BufferLimits#quietNanos},
/// when it is {@link BufferLimits#timeoutNanos} old, when it is too large, or when there is no room
/// for others. It stays, and takes further spans, until it is {@link #release released}.
///
/// **Memory.** Spans lie in {@link SpanRing}; a trace that waits long holds a whole chunk, so a
/// chunk of which little is live is emptied into the newest. Beside it, a trace takes about 200
/// bytes.
///
/// Not thread-safe.
final class TraceBuffer {

  /// `STATUS_CODE_ERROR` on the wire.
  static final byte ERROR = 2;

  /// The wheel's resolution: a twentieth of the quiet time within these.
  private static final long TICK_NANOS_MIN = 10_000_000L;

  private static final long TICK_NANOS_MAX = 100_000_000L;
  private static final int TICKS_IN_QUIET = 20;

  /// A chunk is emptied when it is at most so full of live spans, and the ring at most so full.
  private static final double SPARSE = 0.3;

  private static final double ROOMY = 0.6;

  private final BufferLimits limits;
  private final TraceRecords records = new TraceRecords();
  private final SpanRing ring;
  private final DueWheel wheel;
  private final ArrivalOrder arrivals = new ArrivalOrder(records);
  private long spans;

  TraceBuffer(BufferLimits limits) {
    this.limits = limits;
    this.ring = new SpanRing(limits.bytesMax());
    long tick = Math.clamp(limits.quietNanos() / TICKS_IN_QUIET, TICK_NANOS_MIN, TICK_NANOS_MAX);
    this.wheel = new DueWheel(tick, Math.max(limits.timeoutNanos(), limits.quietNanos()) + tick);
  }

  TraceRecords records() {
    return records;
  }

  SpanRing ring() {
    return ring;
  }

  /// Traces and spans at present.
  int traces() {
    return records.count();
  }

  long spans() {
    return spans;
  }

  /// Bytes of the memory that holds spans.
  long heldBytes() {
    return ring.heldBytes();
  }

  /// Bytes that the spans of a batch take at the most.
  static long bytesNeeded(SpanBatch batch) {
    long bytes = 0;
    for (int i = 0; i < batch.count; i++) {
      bytes += Chunk.aligned(Chunk.SPAN_HEAD + batch.spanLength[i]);
    }
    long origins = 0;
    for (int scope = 0; scope < batch.scopeCount; scope++) {
      origins += Chunk.originBytes(batch, scope);
    }
    // Each chunk that the batch reaches into holds its origins again, and may leave a rest unused.
    long chunks = 2 + bytes / (SpanRing.CHUNK_BYTES / 2);
    return bytes + chunks * Math.min(origins, SpanRing.CHUNK_BYTES) + SpanRing.CHUNK_BYTES;
  }

  boolean hasRoom(long bytes) {
    return ring.hasRoom(bytes);
  }

  boolean couldHaveRoom(long bytes) {
    return bytes <= limits.bytesMax() / 2;
  }

  /// Lifts the limit of memory, or sets it again.
  void lift(boolean lifted) {
    ring.limit(lifted ? Long.MAX_VALUE / 2 : limits.bytesMax());
  }

  /// To be called before the spans of a batch are added.
  void begin(long nowEpochNanos) {
    wheel.start(nowEpochNanos);
    ring.begin();
    thin();
  }

  /// A trace that is not buffered yet.
  int create(long high, long low, long journalPosition, long nowEpochNanos) {
    int record = records.create(high, low);
    records.put(record, TraceRecords.LAST, SpanRing.NONE);
    records.put(record, TraceRecords.ROOT, SpanRing.NONE);
    records.put(record, TraceRecords.LAST_ERROR, SpanRing.NONE);
    records.put(record, TraceRecords.FIRST_ARRIVAL, nowEpochNanos);
    records.put(record, TraceRecords.START, Long.MAX_VALUE);
    records.put(record, TraceRecords.END, Long.MIN_VALUE);
    records.put(record, TraceRecords.RANDOMNESS, HeadSampling.NONE.randomnessOr(low));
    records.put(record, TraceRecords.POSITION, journalPosition);
    records.put(record, TraceRecords.CHUNK_A, SpanRing.NONE);
    records.put(record, TraceRecords.CHUNK_B, SpanRing.NONE);
    arrivals.add(record);
    return record;
  }

  /// Adds a span to a trace.
  ///
  /// @return false when there is no room, which {@link #hasRoom} for the whole batch rules out
  boolean add(int record, SpanBatch batch, int span, long conditionBits, long nowEpochNanos) {
    long place =
        ring.append(
            batch, span, record, records.sequence(record), records.get(record, TraceRecords.LAST));
    if (place == SpanRing.NONE) {
      return false;
    }
    records.put(record, TraceRecords.LAST, place);
    records.put(
        record,
        TraceRecords.CONDITIONS,
        records.get(record, TraceRecords.CONDITIONS) | conditionBits);
    count(record, batch, span, place);
    spans++;
    schedule(record, batch, span, place, nowEpochNanos);
    return true;
  }

  private void count(int record, SpanBatch batch, int span, long place) {
    records.add(record, TraceRecords.SPANS, 1);
    records.add(record, TraceRecords.BYTES, batch.spanLength[span]);
    records.put(
        record,
        TraceRecords.START,
        Math.min(records.get(record, TraceRecords.START), batch.startEpochNanos[span]));
    records.put(
        record,
        TraceRecords.END,
        Math.max(records.get(record, TraceRecords.END), batch.endEpochNanos[span]));
    if (batch.statusCode[span] == ERROR) {
      records.add(record, TraceRecords.ERRORS, 1);
      records.put(record, TraceRecords.LAST_ERROR, place);
    }
    if (batch.traceStateLength[span] > 0) {
      readRandomness(record, batch, span);
    }
    countChunk(record, ring.chunk(place), place);
  }

  private void readRandomness(int record, SpanBatch batch, int span) {
    HeadSampling head =
        HeadSampling.parse(batch.bytes, batch.traceStateOffset[span], batch.traceStateLength[span]);
    if (head.hasRandomness()) {
      records.put(record, TraceRecords.RANDOMNESS, head.randomness());
    }
  }

  private void countChunk(int record, Chunk chunk, long place) {
    int size = chunk.intAt(SpanRing.offset(place) + Chunk.ENTRY_BYTES);
    if (isIn(record, TraceRecords.CHUNK_A, chunk.slot)) {
      records.add(record, TraceRecords.CHUNK_A, 1);
      records.add(record, TraceRecords.CHUNK_BYTES, (long) size << Integer.SIZE);
    } else if (isIn(record, TraceRecords.CHUNK_B, chunk.slot)) {
      records.add(record, TraceRecords.CHUNK_B, 1);
      records.add(record, TraceRecords.CHUNK_BYTES, size);
    } else {
      records.set(record, TraceRecords.SCATTERED);
    }
  }

  /// Whether a chunk is the one of a field; takes it when the field is empty.
  private boolean isIn(int record, int field, int slot) {
    long value = records.get(record, field);
    if (value == SpanRing.NONE) {
      records.put(record, field, (long) slot << Integer.SIZE);
      return true;
    }
    return value >>> Integer.SIZE == slot;
  }

  private void schedule(int record, SpanBatch batch, int span, long place, long nowEpochNanos) {
    boolean first = records.get(record, TraceRecords.SPANS) == 1;
    boolean root = batch.parentSpanId[span] == 0;
    records.put(record, TraceRecords.LAST_ARRIVAL, nowEpochNanos);
    if (root && records.get(record, TraceRecords.ROOT) == SpanRing.NONE) {
      records.put(record, TraceRecords.ROOT, place);
    } else if (!first) {
      return;
    }
    waitFor(record, dueEpochNanos(record));
  }

  /// When it is due as things stand; the wheel looks again when that has come.
  private long dueEpochNanos(int record) {
    long latest = records.get(record, TraceRecords.FIRST_ARRIVAL) + limits.timeoutNanos();
    // Of a trace that was decided before, its root has been waited for.
    boolean rooted =
        records.get(record, TraceRecords.ROOT) != SpanRing.NONE
            || records.has(record, TraceRecords.AFTER_DROP);
    return rooted
        ? Math.min(latest, records.get(record, TraceRecords.LAST_ARRIVAL) + limits.quietNanos())
        : latest;
  }

  private void waitFor(int record, long epochNanos) {
    int sequence = records.sequence(record);
    long tick = wheel.schedule(record, sequence, wheel.tickOf(epochNanos));
    records.put(record, TraceRecords.WAIT, (long) sequence << Integer.SIZE | (tick & 0xFFFFFFFFL));
  }

  /// Finds what is due, until the receiver has had enough.
  void due(long nowEpochNanos, DueTraces receiver) {
    wheel.start(nowEpochNanos);
    wheel.advance(
        nowEpochNanos,
        new DueWheel.Receiver() {
          @Override
          public boolean wantsMore() {
            return receiver.wantsMore();
          }

          @Override
          public void due(int record, int sequence, long tick) {
            look(record, sequence, tick, nowEpochNanos, receiver);
          }
        });
  }

  private void look(int record, int sequence, long tick, long nowEpochNanos, DueTraces receiver) {
    boolean stale =
        !records.isLive(record, sequence)
            || !wheel.comesUpTogether((int) records.get(record, TraceRecords.WAIT), (int) tick)
            || records.has(record, TraceRecords.DECIDED);
    if (stale) {
      return;
    }
    long due = dueEpochNanos(record);
    if (due > nowEpochNanos) {
      waitFor(record, due);
    } else {
      boolean late =
          nowEpochNanos >= records.get(record, TraceRecords.FIRST_ARRIVAL) + limits.timeoutNanos();
      receiver.due(record, late ? Trigger.TIMEOUT : Trigger.QUIET);
    }
  }

  /// Whether a trace has become larger than one may.
  boolean isTooLarge(int record) {
    return records.get(record, TraceRecords.SPANS) >= limits.traceSpansMax()
        || records.get(record, TraceRecords.BYTES) >= limits.traceBytesMax();
  }

  /// The undecided traces of the oldest chunk, whose release makes room.
  void inTheWay(IntConsumer traces) {
    Chunk chunk = ring.oldest();
    if (chunk == null) {
      return;
    }
    for (int at = 0; at < chunk.used; at += chunk.intAt(at + Chunk.ENTRY_BYTES)) {
      int record = liveRecord(chunk, at);
      if (record != TraceRecords.NONE && !records.has(record, TraceRecords.DECIDED)) {
        traces.accept(record);
      }
    }
  }

  /// All traces, while there is room for none.
  void all(IntConsumer traces) {
    records.forEach(traces);
  }

  private int liveRecord(Chunk chunk, int at) {
    int record = chunk.intAt(at + Chunk.RECORD);
    return record >= 0 && records.isLive(record, chunk.intAt(at + Chunk.SEQUENCE))
        ? record
        : TraceRecords.NONE;
  }

  /// Copies the spans of a trace, the last that came first, into a batch.
  void copy(int record, BatchAssembler target, @Nullable KeepMark mark) {
    long high = records.get(record, TraceRecords.ID_HIGH);
    long low = records.get(record, TraceRecords.ID_LOW);
    long place = records.get(record, TraceRecords.LAST);
    while (place != SpanRing.NONE) {
      target.add(high, low, place, mark);
      place = ring.chunk(place).longAt(SpanRing.offset(place) + Chunk.PREVIOUS);
    }
  }

  /// Forgets a trace.
  void release(int record) {
    spans -= records.get(record, TraceRecords.SPANS);
    if (records.has(record, TraceRecords.SCATTERED)) {
      releaseEach(record);
    } else {
      releaseWhole(record);
    }
    records.remove(record);
  }

  private void releaseWhole(int record) {
    long bytes = records.get(record, TraceRecords.CHUNK_BYTES);
    long a = records.get(record, TraceRecords.CHUNK_A);
    long b = records.get(record, TraceRecords.CHUNK_B);
    if (a != SpanRing.NONE) {
      ring.release(ring.chunk(a), (int) a, bytes >>> Integer.SIZE);
    }
    if (b != SpanRing.NONE) {
      ring.release(ring.chunk(b), (int) b, bytes & 0xFFFFFFFFL);
    }
  }

  private void releaseEach(int record) {
    long place = records.get(record, TraceRecords.LAST);
    while (place != SpanRing.NONE) {
      Chunk chunk = ring.chunk(place);
      int entry = SpanRing.offset(place);
      long previous = chunk.longAt(entry + Chunk.PREVIOUS);
      ring.release(chunk, 1, chunk.intAt(entry + Chunk.ENTRY_BYTES));
      place = previous;
    }
  }

  /// Where a replay would have to start to find every buffered span again; a position when there is
  /// none.
  long oldestPosition(long whenEmpty) {
    int oldest = arrivals.oldest();
    return oldest == TraceRecords.NONE ? whenEmpty : records.get(oldest, TraceRecords.POSITION);
  }

  /// Empties one chunk that holds little but is held by traces that wait long.
  private void thin() {
    if (ring.heldBytes() < limits.bytesMax() / 4 || ring.liveBytes() > ring.heldBytes() * ROOMY) {
      return;
    }
    Chunk chunk = ring.sparse(SPARSE);
    if (chunk == null || !hasRoom(SpanRing.CHUNK_BYTES)) {
      return;
    }
    int used = chunk.used;
    for (int at = 0; at < used && chunk.liveSpans > 0; at += chunk.intAt(at + Chunk.ENTRY_BYTES)) {
      int record = liveRecord(chunk, at);
      if (record != TraceRecords.NONE) {
        moveOut(record, chunk);
      }
    }
  }

  /// Walks the trace from its newest span and moves those that lie in the chunk.
  private void moveOut(int record, Chunk from) {
    long holder = SpanRing.NONE;
    long place = records.get(record, TraceRecords.LAST);
    long root = records.get(record, TraceRecords.ROOT);
    long lastError = records.get(record, TraceRecords.LAST_ERROR);
    records.set(record, TraceRecords.SCATTERED);
    while (place != SpanRing.NONE) {
      long previous = ring.chunk(place).longAt(SpanRing.offset(place) + Chunk.PREVIOUS);
      long moved = ring.chunk(place) == from ? ring.move(place) : place;
      if (moved != SpanRing.NONE && moved != place) {
        if (holder == SpanRing.NONE) {
          records.put(record, TraceRecords.LAST, moved);
        } else {
          ring.chunk(holder).putLong(SpanRing.offset(holder) + Chunk.PREVIOUS, moved);
        }
        if (place == root) {
          records.put(record, TraceRecords.ROOT, moved);
        }
        if (place == lastError) {
          records.put(record, TraceRecords.LAST_ERROR, moved);
        }
        place = moved;
      }
      holder = place;
      place = previous;
    }
  }

  /// Who takes the traces that are due.
  interface DueTraces {
    boolean wantsMore();

    void due(int record, Trigger trigger);
  }
}
