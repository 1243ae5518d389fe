package dev.hopwise.server.deliver;

import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The messages that answer an export, read leniently: whatever cannot be read says nothing.
///
/// ```
/// ExportTraceServiceResponse    partial_success=1 {rejected_spans=1 int64, error_message=2 string}
/// ExportMetricsServiceResponse  partial_success=1 {rejected_data_points=1 int64, error_message=2 string}
/// google.rpc.Status             code=1, message=2 string, details=3 Any{type_url=1, value=2}
/// google.rpc.RetryInfo          retry_delay=1 Duration{seconds=1 int64, nanos=2 int32}
/// ```
public final class ExportAnswer {

  private static final int CHARS_MAX = 200;
  private static final String RETRY_INFO = "google.rpc.RetryInfo";

  private static final int NUMBER_1 = 1 << 3 | ProtoReader.VARINT;
  private static final int NUMBER_2 = 2 << 3 | ProtoReader.VARINT;
  private static final int BYTES_1 = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int BYTES_2 = 2 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int BYTES_3 = 3 << 3 | ProtoReader.LENGTH_DELIMITED;

  private ExportAnswer() {}

  /// `ExportTraceServiceResponse`, or that of metrics.
  public static Answer.Taken taken(byte[] response) {
    byte[] partial = field(response, BYTES_1);
    return new Answer.Taken(number(partial, NUMBER_1), text(field(partial, BYTES_2)));
  }

  /// What a `Status` says to people.
  public static String statusMessage(byte[] status) {
    return text(field(status, BYTES_2));
  }

  /// How long the `RetryInfo` in a `Status` asks to wait.
  ///
  /// @param base64 the trailer `grpc-status-details-bin`, padded or not
  public static Optional<Duration> retryDelay(String base64) {
    byte[] any = field(decoded(base64), BYTES_3);
    if (!text(field(any, BYTES_1)).endsWith(RETRY_INFO)) {
      return Optional.empty();
    }
    byte[] delay = field(field(any, BYTES_2), BYTES_1);
    long seconds = Math.clamp(number(delay, NUMBER_1), 0, Integer.MAX_VALUE);
    return Optional.of(Duration.ofSeconds(seconds, number(delay, NUMBER_2)));
  }

  /// A text of the receiver behind something of ours, cut and on one line.
  public static String described(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.isEmpty()) {
      return "";
    }
    return ": " + (line.length() <= CHARS_MAX ? line : line.substring(0, CHARS_MAX) + "…");
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The last field of a tag; empty when there is none.
  private static byte[] field(byte[] message, int wanted) {
    byte[] found = new byte[0];
    ProtoReader reader = new ProtoReader().reset(message, 0);
    try {
      while (reader.position() < message.length) {
        if (reader.tag(message.length) == wanted) {
          int length = reader.length(message.length);
          int from = reader.position();
          found = Arrays.copyOfRange(message, from, from + length);
          reader.seek(from + length);
        } else {
          reader.skip(message.length);
        }
      }
    } catch (MalformedProtoException e) {
      return new byte[0];
    }
    return found;
  }

  private static long number(byte[] message, int wanted) {
    long found = 0;
    ProtoReader reader = new ProtoReader().reset(message, 0);
    try {
      while (reader.position() < message.length) {
        if (reader.tag(message.length) == wanted) {
          found = reader.varint(message.length);
        } else {
          reader.skip(message.length);
        }
      }
    } catch (MalformedProtoException e) {
      return 0;
    }
    return found;
  }
}
