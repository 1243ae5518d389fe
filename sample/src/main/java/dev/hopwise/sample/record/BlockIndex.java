package dev.hopwise.sample.record;

/// In which block of a segment the newest decision about a trace stands.
sealed interface BlockIndex permits TraceTable, IndexFile {

  int NO_BLOCK = 0; // where a file has its header

  /// The block's offset in the file, or {@link #NO_BLOCK}. Another trace may have the same hash: a
  /// hit must be confirmed in the block.
  int blockOf(long hash);

  /// How many bytes it takes, or will take, on disk.
  long fileBytes();
}
