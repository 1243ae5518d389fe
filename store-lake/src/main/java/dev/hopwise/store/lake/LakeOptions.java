package dev.hopwise.store.lake;

import java.time.Duration;

/// How a lake is run.
///
/// @param sealSpans a builder with so many spans is sealed into files; 1 to {@link #SEAL_SPANS_MAX}
/// @param sealBytes a builder that takes so much memory is sealed
/// @param sealAge a builder whose first span was appended so long ago is sealed; few large files
///   are read faster than many small ones, and the journal covers what is not sealed yet
/// @param maxAge spans older than this are given up, by whole files; counted from a file's newest
/// @param maxBytes files are given up, oldest hour first, while all together take more: data,
///   indexes and table metadata
/// @param snapshotAge an older state of the table, and the files only it needs, remain readable so
///   long for other programs
public record LakeOptions(
    int sealSpans,
    long sealBytes,
    Duration sealAge,
    Duration maxAge,
    long maxBytes,
    Duration snapshotAge) {

  /// A segment has no more rows: row numbers in its indexes are limited.
  public static final int SEAL_SPANS_MAX = 1 << 20;

  public LakeOptions {
    if (sealSpans < 1 || sealSpans > SEAL_SPANS_MAX) {
      throw new IllegalArgumentException(
          "seal spans " + sealSpans + " is not within 1 to " + SEAL_SPANS_MAX);
    }
    requirePositive("seal bytes", sealBytes);
    requirePositive("seal age in nanoseconds", sealAge.toNanos());
    requirePositive("maximum age in nanoseconds", maxAge.toNanos());
    requirePositive("maximum bytes", maxBytes);
    if (snapshotAge.isNegative()) {
      throw new IllegalArgumentException("snapshot age " + snapshotAge + " is negative");
    }
  }

  /// Of the heap: one builder is filled while one is written, which takes as much again at the
  /// worst, and the rest is for requests and queries. It bites only where spans are large; half a
  /// million ordinary ones take less.
  private static final int SEAL_HEAP_SHARE = 6;

  private static final long SEAL_BYTES_MIN = 16L << 20;
  private static final long SEAL_BYTES_MAX = 256L << 20;

  /// Half a million spans or a sixth of the heap (16 to 256 MiB) or five minutes a segment; seven
  /// days or 50 GiB kept.
  public static LakeOptions defaults() {
    return new LakeOptions(
        1 << 19,
        Math.clamp(
            Runtime.getRuntime().maxMemory() / SEAL_HEAP_SHARE, SEAL_BYTES_MIN, SEAL_BYTES_MAX),
        Duration.ofMinutes(5),
        Duration.ofDays(7),
        50L << 30,
        Duration.ofMinutes(1));
  }

  /// These with other limits of retention.
  public LakeOptions withRetention(Duration age, long bytes) {
    return new LakeOptions(sealSpans, sealBytes, sealAge, age, bytes, snapshotAge);
  }

  /// These with another size and age of segments.
  public LakeOptions withSeal(int spans, Duration age) {
    return new LakeOptions(spans, sealBytes, age, maxAge, maxBytes, snapshotAge);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " " + value + " is not positive");
    }
  }
}
