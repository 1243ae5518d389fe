package dev.hopwise.server.ingest;

import dev.hopwise.model.otlp.BatchEncoder;
import dev.hopwise.model.otlp.SpanBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of spans that the store could not take, each a file with an OTLP request that can be
/// sent again once the fault is mended: `TRACEID-SPANID.otlp`. Beyond {@link #FILES_MAX} files
/// spans are only counted and logged.
public final class SetAsideFiles implements SetAside {

  static final int FILES_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(SetAsideFiles.class);

  private final Path folder;

  /// @param folder made when the first span comes
  public SetAsideFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public void take(SpanBatch span, RuntimeException why) {
    String name = "%s-%016x.otlp".formatted(span.traceId(0).hex(), span.spanId[0]);
    LOG.error("the store cannot take a span; set aside as {}", folder.resolve(name), why);
    try {
      Files.createDirectories(folder);
      if (fileCount() < FILES_MAX) {
        new BatchEncoder(Integer.MAX_VALUE)
            .encode(span, (request, _) -> write(folder.resolve(name), request));
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("a span was not set aside; it is lost name={}", name, e);
    }
  }

  private long fileCount() throws IOException {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }

  private static void write(Path file, byte[] request) {
    try {
      Files.write(
          file,
          request,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
