package dev.hopwise.journal;

import java.time.Duration;

/// How a file journal behaves.
///
/// @param fsyncInterval how often dirty data is forced under {@link FsyncPolicy#INTERVAL}
/// @param maxAge released segments whose newest record is older are removed
/// @param maxBytes of all segments together. Released segments are removed above it, oldest first;
///   where what is not released alone reaches it, {@link Journal#append} refuses
/// @param segmentBytes a segment is closed when it reaches this size
public record JournalOptions(
    FsyncPolicy fsync, Duration fsyncInterval, Duration maxAge, long maxBytes, long segmentBytes) {

  /// Half an hour or 4 GiB, in files of 64 MiB, forced every 200 ms.
  public static final JournalOptions DEFAULT =
      new JournalOptions(
          FsyncPolicy.INTERVAL,
          Duration.ofMillis(200),
          Duration.ofMinutes(30),
          4L << 30,
          64L << 20);

  public JournalOptions {
    if (segmentBytes < 1024 || maxBytes < segmentBytes) {
      throw new IllegalArgumentException(
          "journal segments of " + segmentBytes + " bytes within " + maxBytes + " bytes in all");
    }
  }
}
