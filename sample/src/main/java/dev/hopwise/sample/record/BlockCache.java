package dev.hopwise.sample.record;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads blocks, and remembers the last: a replay asks for one decision after the other.
final class BlockCache {

  private record Entry(Path file, Block block) {}

  private volatile @Nullable Entry last;

  /// The newest decision about a trace in a block; null when it is not there, because another trace
  /// has the same hash, or because the index says that there is no block.
  @Nullable Decision find(TraceId id, Path file, Extent extent, int offset) throws IOException {
    if (offset == BlockIndex.NO_BLOCK || offset >= extent.bytes()) {
      return null;
    }
    DecisionBlock decisions = block(file, extent, offset).decisions();
    int found = decisions.lastOf(id);
    return found < 0 ? null : decisions.decision(found);
  }

  private Block block(Path file, Extent extent, int offset) throws IOException {
    Entry known = last;
    if (known != null && known.block.offset() == offset && known.file.equals(file)) {
      return known.block;
    }
    Block read = Segment.block(file, offset, extent.bytes());
    last = new Entry(file, read);
    return read;
  }
}
