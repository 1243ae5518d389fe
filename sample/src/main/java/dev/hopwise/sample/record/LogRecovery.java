package dev.hopwise.sample.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What an earlier process left of a log.
final class LogRecovery {

  private final SegmentFiles files;
  private final AtomicLong lost;
  private final List<Segment> segments = new ArrayList<>();
  private @Nullable OpenSegment open;
  private long nextNumber;
  private long damagedSegments;

  private LogRecovery(SegmentFiles files, AtomicLong lost) {
    this.files = files;
    this.lost = lost;
  }

  /// Reads it. A full segment without an index gets one.
  static LogRecovery of(SegmentFiles files, AtomicLong lost) throws IOException {
    LogRecovery recovery = new LogRecovery(files, lost);
    files.removeRemains();
    List<Long> numbers = files.numbers();
    for (long number : numbers) {
      recovery.read(number, number == numbers.getLast());
      recovery.nextNumber = number + 1;
    }
    return recovery;
  }

  SegmentFiles files() {
    return files;
  }

  List<Segment> segments() {
    return segments;
  }

  /// The one that can be written further, if there is one.
  @Nullable OpenSegment open() {
    return open;
  }

  long nextNumber() {
    return nextNumber;
  }

  long damagedSegments() {
    return damagedSegments;
  }

  private void read(long number, boolean last) throws IOException {
    Path file = files.data(number);
    IndexFile index = IndexFile.open(files.index(number), Files.size(file));
    if (index != null) {
      segments.add(new Segment(number, file, index.extent(), index));
      return;
    }
    OpenSegment found = OpenSegment.recover(number, file, lost);
    if (found == null) {
      Files.delete(file);
      return;
    }
    damagedSegments += found.torn() ? 1 : 0;
    if (last) {
      open = found;
    } else {
      segments.add(found.seal(files.index(number)));
    }
  }
}
