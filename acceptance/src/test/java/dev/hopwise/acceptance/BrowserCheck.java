package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Checks in a real Chromium: the scripts in `ui/e2e`.
final class BrowserCheck {

  private static final Path ROOT = Path.of(System.getProperty("hopwise.root"));
  private static final Duration LENGTH_MAX = Duration.ofMinutes(4);

  private BrowserCheck() {}

  /// Fails with what the script printed unless it ends well.
  static void passes(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("node", "e2e/" + script));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("browser", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(ROOT.resolve("ui").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(LENGTH_MAX)).as(script + " ended").isTrue();
    assertThat(process.exitValue()).as(() -> script + "\n" + read(output)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
