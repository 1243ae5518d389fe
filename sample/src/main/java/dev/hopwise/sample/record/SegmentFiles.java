package dev.hopwise.sample.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The files of a log: `<20 digits>.decisions` and `<20 digits>.index`, ascending by age.
record SegmentFiles(Path directory) {

  private static final String DATA = ".decisions";
  private static final String INDEX = ".index";
  private static final String PASSING = ".tmp";
  private static final int DIGITS = 20;

  Path data(long number) {
    return directory.resolve(name(number, DATA));
  }

  Path index(long number) {
    return directory.resolve(name(number, INDEX));
  }

  /// The numbers of all data files, ascending.
  List<Long> numbers() throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9]{20}\\" + DATA))
          .map(name -> Long.valueOf(name.substring(0, DIGITS)))
          .sorted()
          .toList();
    }
  }

  /// Removes what a death left half done: indexes under their passing name or without data.
  void removeRemains() throws IOException {
    List<Long> numbers = numbers();
    try (Stream<Path> found = Files.list(directory)) {
      for (Path file : found.toList()) {
        String name = file.getFileName().toString();
        boolean orphan = numbers.stream().noneMatch(number -> name.equals(name(number, INDEX)));
        if (name.endsWith(PASSING) || (name.endsWith(INDEX) && orphan)) {
          Files.delete(file);
        }
      }
    }
  }

  private static String name(long number, String suffix) {
    return String.format(Locale.ROOT, "%020d%s", number, suffix);
  }
}
