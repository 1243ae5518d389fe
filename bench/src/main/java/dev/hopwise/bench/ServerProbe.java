package dev.hopwise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the operating system says of the server's process (Linux).
final class ServerProbe {

  /// What is added to a thread's name for its time in the kernel.
  static final String KERNEL = " in the kernel";

  private static final double TICKS_PER_SECOND = 100;
  private static final int UTIME = 11;
  private static final int STIME = 12;

  private final long pid;

  ServerProbe(long pid) {
    this.pid = pid;
  }

  /// CPU seconds of all its threads, living and ended.
  ///
  /// `/proc/PID/stat` counts in ticks of 10 ms and includes ended threads.
  double cpuSeconds() throws IOException {
    return cpuSeconds(Files.readString(Path.of("/proc/" + pid + "/stat")));
  }

  /// CPU seconds of the threads that live, by their names without numbers; those spent in the
  /// kernel also under that name with {@link #KERNEL}.
  Map<String, Double> cpuSecondsByThread() throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        try {
          String stat = Files.readString(thread.resolve("stat"));
          seconds.merge(threadName(stat), cpuSeconds(stat), Double::sum);
          seconds.merge(threadName(stat) + KERNEL, field(stat, STIME), Double::sum);
        } catch (NoSuchFileException _) {
          // it has ended
        }
      }
    }
    return seconds;
  }

  private static String threadName(String stat) {
    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    return name.replaceAll("[ #-]*[0-9]+.*$", "");
  }

  private static double cpuSeconds(String stat) {
    return field(stat, UTIME) + field(stat, STIME);
  }

  /// A time in seconds; fields are counted from behind the name.
  private static double field(String stat, int index) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[index]) / TICKS_PER_SECOND;
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
