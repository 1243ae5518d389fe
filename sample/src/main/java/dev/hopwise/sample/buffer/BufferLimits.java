package dev.hopwise.sample.buffer;

/// How much may wait, and how long.
///
/// @param bytesMax of the memory that holds spans
/// @param traceSpansMax a trace with so many is decided at once; its further spans follow
/// @param traceBytesMax likewise, of encoded spans
/// @param quietNanos a trace with its root is decided when no span has come for so long
/// @param timeoutNanos a trace is decided so long after its first span came
public record BufferLimits(
    long bytesMax, int traceSpansMax, long traceBytesMax, long quietNanos, long timeoutNanos) {

  /// The buffer needs some chunks to work with.
  public static final long BYTES_MIN = 16L * SpanRing.CHUNK_BYTES;

  public BufferLimits {
    if (bytesMax < BYTES_MIN) {
      throw new IllegalArgumentException("bytesMax " + bytesMax + " is less than " + BYTES_MIN);
    }
  }
}
