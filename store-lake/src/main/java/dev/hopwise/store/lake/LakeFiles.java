package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What lies in the lake's directories.
final class LakeFiles {

  private static final String PARQUET = ".parquet";
  private static final String INDEX = ".idx";

  private LakeFiles() {}

  /// The index beside a data file.
  static Path index(Path parquet) {
    String name = parquet.getFileName().toString();
    return parquet.resolveSibling(name.substring(0, name.length() - PARQUET.length()) + INDEX);
  }

  /// Every data file below the directory, committed or not.
  static List<Path> parquetFiles(Path directory) throws IOException {
    return all(directory).stream().filter(p -> p.toString().endsWith(PARQUET)).toList();
  }

  /// Bytes below a directory.
  static long bytes(Path directory) throws IOException {
    long bytes = 0;
    for (Path file : all(directory)) {
      bytes += size(file);
    }
    return bytes;
  }

  /// Of a data file and its index.
  static long bytesWithIndex(Path parquet) throws IOException {
    return size(parquet) + size(index(parquet));
  }

  /// Deletes a data file and its index.
  static void deleteWithIndex(Path parquet) throws IOException {
    Files.deleteIfExists(parquet);
    Files.deleteIfExists(index(parquet));
  }

  /// Deletes every file below the directory but these and the indexes of these, and directories
  /// that are then empty.
  ///
  /// @return how many files
  static int sweep(Path directory, Collection<Path> keep) throws IOException {
    Set<Path> known = new HashSet<>(keep);
    keep.stream().filter(p -> p.toString().endsWith(PARQUET)).forEach(p -> known.add(index(p)));
    int deleted = 0;
    for (Path file : all(directory)) {
      if (!known.contains(file)) {
        Files.deleteIfExists(file);
        deleted++;
      }
    }
    deleteEmptyDirectories(directory);
    return deleted;
  }

  private static void deleteEmptyDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.filter(Files::isDirectory).toList()) {
        deleteIfEmpty(child);
      }
    }
  }

  /// Deletes a directory in which nothing is left.
  static void deleteIfEmpty(Path directory) throws IOException {
    if (isEmpty(directory)) {
      Files.delete(directory);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.findAny().isEmpty();
    }
  }

  private static List<Path> all(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0;
    }
  }
}
