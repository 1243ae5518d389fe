package dev.hopwise.server.window;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hopwise.sample.window.IncidentWindow;
import dev.hopwise.sample.window.WindowShelf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Windows in `sampling/windows.json` of the data folder: `{"version": 1, "windows": […]}`, each
/// with the components of {@link IncidentWindow}.
///
/// Written beside and renamed, so that there is always a whole file.
public final class WindowFile implements WindowShelf {

  private static final Logger LOG = LoggerFactory.getLogger(WindowFile.class);
  private static final int VERSION = 1;

  /// Components of later versions are passed over; a missing one makes the file unreadable.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private record Content(int version, List<IncidentWindow> windows) {}

  private final Path folder;
  private final Path file;

  /// @param folder made where there is none
  public WindowFile(Path folder) {
    this.folder = folder;
    file = folder.resolve("windows.json");
  }

  /// What was saved last. A file that cannot be understood is put aside: the server is worth more
  /// than its windows.
  ///
  /// @throws IOException when there is a file that cannot be read at all
  public List<IncidentWindow> load() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return MAPPER.readValue(Files.readAllBytes(file), Content.class).windows();
    } catch (JsonProcessingException e) {
      Path aside = file.resolveSibling("windows.json.damaged");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.error("incident windows are lost: the file is damaged file={} kept={}", file, aside, e);
      return List.of();
    }
  }

  @Override
  public void save(List<IncidentWindow> windows) {
    try {
      Files.createDirectories(folder);
      Path next = file.resolveSibling("windows.json.next");
      write(next, MAPPER.writeValueAsBytes(new Content(VERSION, windows)));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not save " + file, e);
    }
  }

  private static void write(Path next, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
