package dev.hopwise.sample.buffer;

import dev.hopwise.model.Resource;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.sample.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What kinds of failure a buffered trace shows. Its failed spans are read; the others are not. Not
/// thread-safe.
final class FailedSpans {

  /// More distinct kinds of one trace are not told.
  static final int KINDS_MAX = 16;

  /// Longer texts are cut off.
  private static final int TEXT_MAX = 256;

  private static final byte ERROR = 2;
  private static final byte[] ERROR_TYPE = ascii("error.type");

  /// Of the older conventions too; the first that a span has counts.
  private static final List<byte[]> STATUS_CODES =
      List.of(
          ascii("http.response.status_code"),
          ascii("http.status_code"),
          ascii("rpc.grpc.status_code"),
          ascii("rpc.response.status_code"));

  private static final byte[] EXCEPTION_TYPE = ascii("exception.type");
  private static final byte[] EXCEPTION = ascii("exception");

  private final SpanRing ring;
  private final ProtoReader reader = new ProtoReader();
  private final ProtoReader inner = new ProtoReader();
  private final AttributeText text = new AttributeText();

  FailedSpans(SpanRing ring) {
    this.ring = ring;
  }

  /// Of a trace's failed spans.
  ///
  /// @param last the place of the one that came last
  /// @param count how many there are: the walk ends with the first, since each step is a look into
  ///   memory that nobody has touched for long
  List<ErrorKind> kinds(long last, long count) {
    if (count == 0) {
      return List.of();
    }
    SequencedSet<ErrorKind> kinds = new LinkedHashSet<>();
    long place = last;
    long left = count;
    while (left > 0 && kinds.size() < KINDS_MAX) {
      Chunk chunk = ring.chunk(place);
      int entry = SpanRing.offset(place);
      if (chunk.bytes[entry + Chunk.STATUS] == ERROR) {
        kinds.add(kind(chunk, entry));
        left--;
      }
      place = chunk.longAt(entry + Chunk.PREVIOUS);
    }
    return new ArrayList<>(kinds);
  }

  private ErrorKind kind(Chunk chunk, int entry) {
    int from = entry + Chunk.SPAN_HEAD;
    return new ErrorKind(
        service(chunk, chunk.intAt(entry + Chunk.ORIGIN)),
        name(chunk, entry),
        cut(errorType(chunk.bytes, from, from + chunk.intAt(entry + Chunk.SPAN_BYTES))));
  }

  /// The service of an origin.
  static String service(Chunk chunk, int origin) {
    int length = chunk.intAt(origin + Chunk.SERVICE_BYTES);
    int at = origin + Chunk.ORIGIN_HEAD + chunk.intAt(origin + Chunk.SERVICE_OFFSET);
    return length == 0
        ? Resource.UNKNOWN_SERVICE
        : cut(new String(chunk.bytes, at, length, StandardCharsets.UTF_8));
  }

  /// The name of a span.
  static String name(Chunk chunk, int entry) {
    int at = entry + Chunk.SPAN_HEAD + chunk.intAt(entry + Chunk.NAME_OFFSET);
    return cut(
        new String(chunk.bytes, at, chunk.intAt(entry + Chunk.NAME_BYTES), StandardCharsets.UTF_8));
  }

  private static String cut(String value) {
    return value.length() <= TEXT_MAX ? value : value.substring(0, TEXT_MAX);
  }

  /// `error.type`, else the type of the last exception, else the status code, else nothing.
  private String errorType(byte[] bytes, int from, int end) {
    String type = null;
    String exception = null;
    String code = null;
    reader.reset(bytes, from);
    while (reader.position() < end) {
      int tag = reader.tag(end);
      if (tag == OtlpFields.SPAN_ATTRIBUTES || tag == OtlpFields.SPAN_EVENTS) {
        int length = reader.length(end);
        int at = reader.position();
        if (tag == OtlpFields.SPAN_ATTRIBUTES) {
          String found = text.of(bytes, at, at + length, ERROR_TYPE);
          type = found == null ? type : found;
          code = code != null ? code : statusCode(bytes, at, at + length);
        } else {
          String found = exceptionType(bytes, at, at + length);
          exception = found == null ? exception : found;
        }
        reader.seek(at + length);
      } else {
        reader.skip(end);
      }
    }
    return Stream.of(type, exception, code).filter(Objects::nonNull).findFirst().orElse("");
  }

  private @Nullable String statusCode(byte[] bytes, int from, int end) {
    for (byte[] key : STATUS_CODES) {
      String found = text.of(bytes, from, end, key);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable String exceptionType(byte[] bytes, int from, int end) {
    boolean isException = false;
    String type = null;
    inner.reset(bytes, from);
    while (inner.position() < end) {
      int tag = inner.tag(end);
      if (tag == OtlpFields.EVENT_NAME || tag == OtlpFields.EVENT_ATTRIBUTES) {
        int length = inner.length(end);
        int at = inner.position();
        if (tag == OtlpFields.EVENT_NAME) {
          isException = Arrays.equals(bytes, at, at + length, EXCEPTION, 0, EXCEPTION.length);
        } else {
          String found = text.of(bytes, at, at + length, EXCEPTION_TYPE);
          type = found == null ? type : found;
        }
        inner.seek(at + length);
      } else {
        inner.skip(end);
      }
    }
    return isException ? type : null;
  }

  private static byte[] ascii(String value) {
    return value.getBytes(StandardCharsets.US_ASCII);
  }
}
