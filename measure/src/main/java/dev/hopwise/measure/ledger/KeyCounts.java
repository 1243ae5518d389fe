package dev.hopwise.measure.ledger;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is counted of one key of a service, for the hour that runs and the three before it.
///
/// Minutes and hours are the clock's, counted from 1970. At most 7 KiB. Not thread-safe.
final class KeyCounts {

  static final int HOURS = 4;
  static final int EXAMPLE_BYTES_MAX = 72;

  /// The halves are compared after so many, often enough for a good estimate of their variance, and
  /// so rarely that few traces are divided by it.
  private static final int COMPARED_AFTER = 128;

  private final Slot[] slots = new Slot[HOURS];
  private @Nullable Slot current;
  private long minute = Long.MIN_VALUE;

  /// Since {@link #settle}: spans of the two halves of traces, which are independent of each other
  /// and so tell how far off the sum is.
  private long firstSpans;

  private long secondSpans;
  private double bytes;
  private long inspected;
  private long occurrences;

  /// The inspection that counted it last, so that a span that carries it twice counts once.
  private long stamp;

  /// The newest value that was new, as encoded; the span's name as it is.
  private byte[] example = new byte[0];

  private int exampleLength;

  /// Values of this hour and the one before, as of the last turn of the minute; and what the minute
  /// before that turn added.
  private double knownValues;

  private double freshLast;
  private long inspectedMinute;
  private long inspectedLast;
  private long minuteLast = Long.MIN_VALUE;

  /// Counts one occurrence.
  ///
  /// @param inspection its number; the same for all keys of one span
  /// @param inFirst the half its trace is in
  /// @param spans how many spans it stands for
  /// @param weight how many occurrences it stands for
  void add(long inspection, long now, boolean inFirst, long spans, long weight, double encoded) {
    turn(now);
    if (stamp != inspection) {
      stamp = inspection;
      if (inFirst) {
        firstSpans += spans;
      } else {
        secondSpans += spans;
      }
    }
    bytes += encoded * weight;
    inspected++;
    occurrences += weight;
    inspectedMinute++;
    if (inspected >= COMPARED_AFTER) {
      settle();
    }
  }

  /// Counts its value.
  ///
  /// @param length of the value's bytes; the first few are remembered when it is new
  void value(boolean inFirst, int hash, byte[] source, int offset, int length) {
    if (slot().value(inFirst, hash)) {
      int kept = Math.min(length, EXAMPLE_BYTES_MAX);
      if (example.length < kept) {
        example = new byte[Math.min(EXAMPLE_BYTES_MAX, Integer.highestOneBit(kept) * 2)];
      }
      System.arraycopy(source, offset, example, 0, kept);
      exampleLength = kept;
    }
  }

  /// Brings what was counted since the last time to the minute it belongs to.
  void settle() {
    long spans = firstSpans + secondSpans;
    if (spans == 0 && inspected == 0) {
      return;
    }
    Slot slot = slot();
    int at = (int) Math.floorMod(minute, (long) Slot.MINUTES);
    slot.spans[at] = (int) Math.min(Integer.MAX_VALUE, slot.spans[at] + spans);
    slot.bytes[at] += (float) bytes;
    slot.inspected += inspected;
    slot.occurrences += occurrences;
    // The halves differ by w² for each inspected one; w² − w of it is the variance of the sum.
    double difference = firstSpans - secondSpans;
    slot.variance += difference * difference * (1 - inspected / (double) Math.max(1, occurrences));
    firstSpans = 0;
    secondSpans = 0;
    bytes = 0;
    inspected = 0;
    occurrences = 0;
  }

  /// How many values came up for the first time in the minute that runs and the one before, and in
  /// how many inspected occurrences.
  Fresh fresh(long now) {
    if (now - minute > 1) {
      return Fresh.NONE;
    }
    double fresh = Math.max(0, recentValues() - knownValues);
    long among = inspectedMinute;
    if (minuteLast == minute - 1 && now == minute) {
      fresh += freshLast;
      among += inspectedLast;
    }
    return new Fresh(fresh, among);
  }

  /// @param values that were new
  /// @param inspected occurrences among which they were
  record Fresh(double values, long inspected) {
    static final Fresh NONE = new Fresh(0, 0);
  }

  /// The hour, or null when nothing of it is known.
  @Nullable Slot hour(long hour) {
    Slot slot = slots[(int) Math.floorMod(hour, (long) HOURS)];
    return slot == null || slot.hour != hour ? null : slot;
  }

  /// Puts back what was saved.
  void restore(Slot slot) {
    slots[(int) Math.floorMod(slot.hour, (long) HOURS)] = slot;
    if (minute == Long.MIN_VALUE || slot.hour > Math.floorDiv(minute, (long) Slot.MINUTES)) {
      current = slot;
      minute = slot.hour * Slot.MINUTES;
      knownValues = recentValues();
    }
  }

  void restoreExample(byte[] bytes) {
    example = bytes.length > EXAMPLE_BYTES_MAX ? Arrays.copyOf(bytes, EXAMPLE_BYTES_MAX) : bytes;
    exampleLength = example.length;
  }

  byte[] example() {
    return Arrays.copyOf(example, exampleLength);
  }

  void forgetExample() {
    exampleLength = 0;
    Arrays.fill(example, (byte) 0);
  }

  /// The last hour in which it was seen.
  long lastHour() {
    return current == null ? Long.MIN_VALUE : current.hour;
  }

  /// Whether it was ever counted.
  boolean isSeen() {
    return current != null;
  }

  int sizeBytes() {
    int size = 160 + example.length;
    for (Slot slot : slots) {
      size += slot == null ? 0 : slot.sizeBytes();
    }
    return size;
  }

  private void turn(long now) {
    if (now <= minute) {
      return;
    }
    settle();
    freshLast = current == null ? 0 : Math.max(0, recentValues() - knownValues);
    inspectedLast = inspectedMinute;
    minuteLast = minute;
    inspectedMinute = 0;
    minute = now;
    long hour = Math.floorDiv(now, (long) Slot.MINUTES);
    if (current == null || current.hour != hour) {
      current = new Slot(hour);
      slots[(int) Math.floorMod(hour, (long) HOURS)] = current;
    }
    knownValues = recentValues();
  }

  private double recentValues() {
    Slot now = slot();
    DistinctSketch all = new DistinctSketch();
    now.addTo(all, all);
    Slot before = hour(now.hour - 1);
    if (before != null) {
      before.addTo(all, all);
    }
    return all.estimate();
  }

  private Slot slot() {
    if (current == null) {
      throw new IllegalStateException("nothing was counted yet");
    }
    return current;
  }
}
