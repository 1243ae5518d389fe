package dev.hopwise.store.lake;

import dev.hopwise.store.lake.LakeTable.LiveFile;
import java.io.IOException;

/// A committed file, opened for reading.
///
/// @param bytes with its index
record FilePart(LiveFile file, FileSegment segment, long bytes) {

  /// A file that the table has.
  static FilePart open(LiveFile file, ReaderPool readers) throws IOException {
    return open(file, file.minStartEpochNanos(), file.maxStartEpochNanos(), readers);
  }

  /// A file that was just written, whose bounds are known to the nanosecond.
  static FilePart open(LiveFile file, WrittenFile written, ReaderPool readers) throws IOException {
    return open(file, written.minStartEpochNanos(), written.maxStartEpochNanos(), readers);
  }

  private static FilePart open(LiveFile file, long minStart, long maxStart, ReaderPool readers)
      throws IOException {
    FileSegment segment =
        FileSegment.open(
            file.parquet(), LakeFiles.index(file.parquet()), readers, minStart, maxStart);
    return new FilePart(file, segment, LakeFiles.bytesWithIndex(file.parquet()));
  }
}
