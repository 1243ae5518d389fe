package dev.hopwise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The pauses in a log that the JVM wrote for `-Xlog:gc`.
final class GcLog {

  private static final Pattern PAUSE =
      Pattern.compile("\\[([0-9.]+)s].* Pause .* ([0-9]+)M->([0-9]+)M\\([0-9]+M\\) ([0-9.]+)ms");

  private GcLog() {}

  /// One pause.
  ///
  /// @param atSeconds since the JVM's start
  /// @param heapAfter in MiB
  record Pause(double atSeconds, long heapAfter, double millis) {}

  /// The options that make the JVM write it.
  static String options(Path file) {
    return "-Xlog:gc:file=" + file + "::filecount=0";
  }

  static List<Pause> read(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(GcLog::pause).filter(Objects::nonNull).toList();
    }
  }

  static @Nullable Pause pause(String line) {
    Matcher found = PAUSE.matcher(line);
    return found.find()
        ? new Pause(
            Double.parseDouble(found.group(1)),
            Long.parseLong(found.group(3)),
            Double.parseDouble(found.group(4)))
        : null;
  }
}
