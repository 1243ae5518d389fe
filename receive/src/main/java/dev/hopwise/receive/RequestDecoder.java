package dev.hopwise.receive;

/// Turns request bodies into span batches. Pure: the same body received at the same time gives the
/// same batch, which is what makes a replay of the journal exact.
///
/// Holds buffers that are reused, so one per thread; not thread-safe.
public interface RequestDecoder {

  /// @param receivedEpochNanos what the age limits are measured against
  DecodeResult decode(
      BodyFormat format,
      BodyEncoding encoding,
      byte[] body,
      int offset,
      int length,
      long receivedEpochNanos);
}
