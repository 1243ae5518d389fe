package dev.hopwise.sample.record;

import dev.hopwise.sample.Decision;
import java.util.List;

/// Decisions as bytes: the body of the journal's decision records and the blocks of the log.
///
/// Numbers are varints (seven bits a byte, lowest first) unless a width in bytes is given; ± marks
/// those that may be negative, as `n << 1 ^ n >> 63`. What repeats stands once, in front, and is
/// referred to by its number from 0.
///
/// ```
/// 1        version, 1
///          number of texts; each: length in bytes, UTF-8
///          number of outcomes; each:
///   1        bit 0 kept, bit 1 a window kept it
///            rule, a text
///            trigger, a text
///   8        probability, IEEE 754, little-endian
///            window id, a text; only with bit 1
///          number of roots; each: service, a text; span name, a text
///          number of error kinds; each: service, span name, error type, a text each
///          number of decisions; each:
///   16       trace id
///            outcome
///            root
///   ±        decided, nanoseconds since 1970 less those of the decision before (the first: less 0)
///   ±        the trace's start less decided
///   ±        duration in nanoseconds
///            spans
///            bytes
///            number of error kinds; each: an error kind
/// ```
///
/// Texts are cut at 256 bytes, error kinds at 64 a trace.
public final class DecisionCodec {

  static final int VERSION = 1;
  static final int KEEP = 1;
  static final int WINDOW = 2;
  static final int TEXT_BYTES_MAX = 256;
  static final int ERROR_KINDS_MAX = 64;

  private DecisionCodec() {}

  /// The bytes of decisions, in their order.
  public static byte[] encode(List<Decision> decisions) {
    DecisionWriter writer = new DecisionWriter();
    decisions.forEach(writer::add);
    return writer.toBytes();
  }

  /// @throws MalformedDecisionsException when the bytes are not exactly one encoded list
  public static List<Decision> decode(byte[] bytes, int offset, int length)
      throws MalformedDecisionsException {
    return new DecisionBlock(bytes, offset, length).all();
  }
}
