package dev.hopwise.store.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Everything a query can see, at one moment. A span stands in exactly one part of it: spans move
/// by replacing the whole.
///
/// @param hot takes spans
/// @param sealing full, being written; oldest first
/// @param files newest start first
record LakeState(HotPart hot, List<HotPart> sealing, List<FilePart> files) {

  private static final Comparator<FilePart> NEWEST_FIRST =
      Comparator.<FilePart>comparingLong(part -> part.segment().maxStartEpochNanos()).reversed();

  LakeState {
    sealing = List.copyOf(sealing);
    files = files.stream().sorted(NEWEST_FIRST).toList();
  }

  /// The hot part is full; another takes its place.
  LakeState rotated(HotPart next) {
    List<HotPart> all = new ArrayList<>(sealing);
    all.add(hot);
    return new LakeState(next, all, files);
  }

  /// The spans of a part are in files now.
  LakeState sealed(HotPart part, Collection<FilePart> itsFiles) {
    List<FilePart> all = new ArrayList<>(files);
    all.addAll(itsFiles);
    return new LakeState(hot, sealing.stream().filter(p -> p != part).toList(), all);
  }

  /// Without these files.
  LakeState without(Set<FilePart> expired) {
    return new LakeState(
        hot, sealing, files.stream().filter(part -> !expired.contains(part)).toList());
  }

  /// All parts that have spans, in no order.
  List<Segment> segments() {
    return Stream.concat(
            Stream.concat(Stream.of(hot), sealing.stream()).<Segment>map(part -> part.segment),
            files.stream().map(FilePart::segment))
        .filter(segment -> segment.rows() > 0)
        .toList();
  }

  /// What other engines can read.
  TableFiles tableFiles() {
    long complete =
        Stream.concat(Stream.of(hot), sealing.stream())
            .filter(part -> part.segment.rows() > 0)
            .mapToLong(part -> part.segment.minStartEpochNanos())
            .min()
            .orElse(Long.MAX_VALUE);
    return new TableFiles(files.stream().map(part -> part.file().parquet()).toList(), complete);
  }

  /// Spans in memory only.
  long hotSpans() {
    return hot.segment.rows() + sealing.stream().mapToLong(part -> part.segment.rows()).sum();
  }

  /// Bytes of the files and their indexes.
  long fileBytes() {
    return files.stream().mapToLong(FilePart::bytes).sum();
  }

  /// Spans in files.
  long fileSpans() {
    return files.stream().mapToLong(part -> part.segment().rows()).sum();
  }
}
