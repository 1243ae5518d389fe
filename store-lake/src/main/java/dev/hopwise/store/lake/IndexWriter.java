package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.file.Path;

/// Makes the index beside a file.
interface IndexWriter extends IndexSink {

  /// Writes it durably under this name.
  ///
  /// @return its bytes on disk
  long write(Path to) throws IOException;
}
