package dev.hopwise.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A process that answers lines with lines, until its input ends.
final class TalkingProcess implements AutoCloseable {

  private final Process process;
  private final Path errors;
  private final Writer to;
  private final BufferedReader from;

  TalkingProcess(Path directory, Map<String, String> environment, List<String> command)
      throws IOException {
    errors = Files.createTempFile("acceptance", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    process = builder.redirectError(errors.toFile()).start();
    to = process.outputWriter();
    from = process.inputReader();
  }

  /// The next line that it says.
  String line() {
    try {
      String line = from.readLine();
      if (line == null) {
        throw new AssertionError("it ended\n" + Files.readString(errors));
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its answer to a line.
  String ask(String line) {
    try {
      to.write(line + "\n");
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line();
  }

  /// Ends its input and waits for it to end.
  @Override
  public void close() {
    try {
      to.close();
      if (!process.waitFor(Duration.ofSeconds(30))) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
