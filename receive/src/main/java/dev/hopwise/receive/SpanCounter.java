package dev.hopwise.receive;

import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;

/// Counts the spans of a request that could not be decoded, so that they appear in the balance. It
/// takes a length that reaches beyond the bytes for what a truncated body looks like, and stops at
/// the first thing that it cannot understand.
final class SpanCounter {

  private final ProtoReader reader = new ProtoReader();
  private long count;

  /// The spans that begin in these bytes, including one that is cut off.
  long count(byte[] bytes, int offset, int length) {
    reader.reset(bytes, offset);
    count = 0;
    try {
      request(offset + length);
    } catch (MalformedProtoException _) {
      // what was counted until here is the answer
    }
    return count;
  }

  private void request(int end) {
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.REQUEST_RESOURCE_SPANS) {
        resourceSpans(clippedEnd(end));
      } else {
        reader.skip(end);
      }
    }
  }

  private void resourceSpans(int end) {
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.RESOURCE_SPANS_SCOPE_SPANS) {
        scopeSpans(clippedEnd(end));
      } else {
        reader.skip(end);
      }
    }
  }

  private void scopeSpans(int end) {
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.SCOPE_SPANS_SPANS) {
        count++;
        reader.seek(clippedEnd(end));
      } else {
        reader.skip(end);
      }
    }
  }

  private int clippedEnd(int end) {
    long length = reader.varint(end);
    int rest = end - reader.position();
    return reader.position() + (int) (length < 0 ? rest : Math.min(length, rest));
  }
}
