package dev.hopwise.receive;

import java.time.Duration;

/// The maxima of what is accepted.
///
/// @param bodyBytesMax of a request, before and after decompression
/// @param spanBytesMax of one encoded span
/// @param maxAge a span that started longer ago is refused
/// @param maxFuture a span that starts later than now plus this is refused
public record ReceiveLimits(
    int bodyBytesMax, int spanBytesMax, Duration maxAge, Duration maxFuture) {

  /// 64 MiB as OTLP 1.11 recommends; 16 MiB a span, so that ten megabytes of attributes are kept.
  public static final ReceiveLimits DEFAULT =
      new ReceiveLimits(64 << 20, 16 << 20, Duration.ofDays(7), Duration.ofHours(1));
}
