package dev.hopwise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What the operating system says of the server's process (Linux).
final class ServerProbe {

  private final long pid;

  ServerProbe(long pid) {
    this.pid = pid;
  }

  /// CPU seconds of all its threads, living and ended.
  ///
  /// `/proc/PID/stat` counts in ticks of 10 ms and includes ended threads.
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  /// The highest resident set so far, in MiB.
  long peakRssMebibytes() throws IOException {
    return kibibytes("VmHWM:") / 1024;
  }

  /// The resident set now, in MiB.
  long rssMebibytes() throws IOException {
    return kibibytes("VmRSS:") / 1024;
  }

  private long kibibytes(String field) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }

  /// Bytes of all files below a directory.
  static long diskBytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(ServerProbe::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException _) {
      return 0; // removed by the server meanwhile
    }
  }
}
