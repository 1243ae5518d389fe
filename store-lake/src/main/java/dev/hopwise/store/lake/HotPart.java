package dev.hopwise.store.lake;

import dev.hopwise.store.JournalPosition;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Spans in memory, on their way into files.
final class HotPart {

  /// Tells whether a commit whose answer was lost took place.
  final UUID commitId = UUID.randomUUID();

  final SegmentBuilder builder;
  final HotSegment segment;

  /// What may be committed with it. Guarded by the lock of {@link LakeParts} while it is filled,
  /// then fixed.
  JournalPosition end;

  /// When its first span was appended; guarded likewise.
  long firstAppendEpochMillis;

  /// Its files once they are written; only the keeper's.
  @Nullable List<WrittenFile> written;

  /// Whether the table has them; only the keeper's.
  boolean committed;

  HotPart(SegmentBuilder builder, JournalPosition end) {
    this.builder = builder;
    this.segment = new HotSegment(builder);
    this.end = end;
  }
}
