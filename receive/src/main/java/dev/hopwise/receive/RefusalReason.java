package dev.hopwise.receive;

/// Why a span was not accepted. The name in lower case with hyphens is the key under
/// `balance.refused` in `/api/v1/status`.
public enum RefusalReason {
  /// The trace id is missing, not 16 bytes long, or all zeros.
  INVALID_TRACE_ID,
  /// The span id is missing, not 8 bytes long, or all zeros.
  INVALID_SPAN_ID,
  /// It started longer ago than `receive.max-age`.
  TOO_OLD,
  /// It starts further in the future than `receive.max-future`.
  TOO_NEW,
  /// Its encoded size exceeds `receive.span-bytes-max`.
  SPAN_TOO_LARGE,
  /// The request could not be decoded; its spans as far as they could be counted.
  MALFORMED,
  /// The server had no room: queue full, disk full, shutting down. The sender was told to try
  /// again.
  OVERLOADED
}
