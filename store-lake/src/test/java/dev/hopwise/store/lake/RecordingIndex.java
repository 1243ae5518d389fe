package dev.hopwise.store.lake;

import dev.hopwise.model.TraceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Remembers what a writer said to its index.
class RecordingIndex implements IndexWriter {

  record Trace(TraceId id, int firstRow, int rows) {}

  final List<Trace> traces = new ArrayList<>();
  final Set<Long> tokens = new HashSet<>();

  @Override
  public void trace(long idHigh, long idLow, int firstRow, int rows) {
    traces.add(new Trace(new TraceId(idHigh, idLow), firstRow, rows));
  }

  @Override
  public void token(long hash) {
    tokens.add(hash);
  }

  @Override
  public long write(Path to) throws IOException {
    Files.writeString(to, "index");
    return Files.size(to);
  }
}
