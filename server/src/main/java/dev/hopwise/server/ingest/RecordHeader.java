package dev.hopwise.server.ingest;

import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// What the journal keeps beside a body, as the record's attributes:
///
/// ```
/// byte  0      number of the BodyFormat, or 64: the body is a list of decisions, and nothing follows
/// byte  1      number of the BodyEncoding
/// byte  2      1 when the spans went to the store at once, undecided; absent in older records: so
/// bytes 3..10  how long before the record was written it was decoded, in nanoseconds, little-endian
/// ```
///
/// Later versions may append bytes; readers ignore them.
///
/// @param passed whether the spans passed the sampler without waiting
/// @param waitedNanos from decoding, by which time limits were applied, to the record's time
record RecordHeader(BodyFormat format, BodyEncoding encoding, boolean passed, long waitedNanos) {

  private static final byte DECISIONS = 64;
  private static final int BYTES_MIN = 2;
  private static final int PASSED_AT = 2;
  private static final int WAITED_AT = 3;
  private static final int BYTES = WAITED_AT + Long.BYTES;

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) format.number())
        .put((byte) encoding.number())
        .put((byte) (passed ? 1 : 0))
        .putLong(waitedNanos)
        .array();
  }

  /// The attributes of a record of decisions.
  static byte[] decisions() {
    return new byte[] {DECISIONS};
  }

  /// Whether the body is a list of decisions.
  static boolean isDecisions(byte[] attributes) {
    return attributes.length > 0 && attributes[0] == DECISIONS;
  }

  /// Empty where the numbers are of a later version, or the body holds no spans.
  static Optional<RecordHeader> parse(byte[] attributes) {
    if (attributes.length < BYTES_MIN) {
      return Optional.empty();
    }
    Optional<BodyFormat> format =
        Arrays.stream(BodyFormat.values()).filter(f -> f.number() == attributes[0]).findFirst();
    Optional<BodyEncoding> encoding =
        Arrays.stream(BodyEncoding.values()).filter(e -> e.number() == attributes[1]).findFirst();
    boolean passed = attributes.length <= PASSED_AT || attributes[PASSED_AT] == 1;
    long waited =
        attributes.length < BYTES
            ? 0
            : ByteBuffer.wrap(attributes).order(ByteOrder.LITTLE_ENDIAN).getLong(WAITED_AT);
    return format.flatMap(f -> encoding.map(e -> new RecordHeader(f, e, passed, waited)));
  }
}
