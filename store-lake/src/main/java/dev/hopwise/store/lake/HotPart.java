package dev.hopwise.store.lake;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Spans in memory, on their way into files.
final class HotPart {

  /// Tells whether a commit whose answer was lost took place.
  final UUID commitId = UUID.randomUUID();

  final SegmentBuilder builder;
  final HotSegment segment;

  /// The journal position behind its last batch. Guarded by the lock of {@link LakeParts} while it
  /// is filled, then fixed.
  long endPosition;

  /// When its first span was appended; guarded likewise.
  long firstAppendEpochMillis;

  /// Its files once they are written; only the keeper's.
  @Nullable List<WrittenFile> written;

  /// Whether the table has them; only the keeper's.
  boolean committed;

  HotPart(SegmentBuilder builder, long endPosition) {
    this.builder = builder;
    this.segment = new HotSegment(builder);
    this.endPosition = endPosition;
  }
}
