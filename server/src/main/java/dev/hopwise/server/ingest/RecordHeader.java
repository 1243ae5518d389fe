package dev.hopwise.server.ingest;

import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import java.util.Arrays;
import java.util.Optional;

/// What the journal keeps beside a body, as the record's attributes:
///
/// ```
/// byte 0   number of the BodyFormat
/// byte 1   number of the BodyEncoding
/// ```
///
/// Later versions may append bytes; readers ignore them.
record RecordHeader(BodyFormat format, BodyEncoding encoding) {

  private static final int BYTES = 2;

  byte[] toBytes() {
    return new byte[] {(byte) format.number(), (byte) encoding.number()};
  }

  /// Empty where the numbers are of a later version.
  static Optional<RecordHeader> parse(byte[] attributes) {
    if (attributes.length < BYTES) {
      return Optional.empty();
    }
    Optional<BodyFormat> format =
        Arrays.stream(BodyFormat.values()).filter(f -> f.number() == attributes[0]).findFirst();
    Optional<BodyEncoding> encoding =
        Arrays.stream(BodyEncoding.values()).filter(e -> e.number() == attributes[1]).findFirst();
    return format.flatMap(f -> encoding.map(e -> new RecordHeader(f, e)));
  }
}
