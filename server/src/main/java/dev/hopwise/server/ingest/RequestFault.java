package dev.hopwise.server.ingest;

import java.util.Locale;

/// Why a whole request was turned away. The name in lower case with hyphens is the key under
/// `refusedRequests` in `/api/v1/status`.
public enum RequestFault {
  /// Its content type, content encoding or method is none that is served.
  UNSUPPORTED,
  /// It could not be decoded.
  MALFORMED,
  /// It exceeds `receive.body-bytes-max`, before or after decompression.
  TOO_LARGE,
  /// No room: queue full, journal full, starting or shutting down. The sender was told to try
  /// again.
  OVERLOADED,
  /// Our own fault: an exception that should not be.
  INTERNAL;

  /// The key in status and metrics.
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
