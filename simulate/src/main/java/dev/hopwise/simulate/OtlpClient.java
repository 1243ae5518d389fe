package dev.hopwise.simulate;

import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.ProtoReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Exports over OTLP/HTTP as its specification says: 429, 502, 503 and 504 are tried again, after
/// `Retry-After` or ever longer pauses; other errors are not. Safe for several threads.
final class OtlpClient implements AutoCloseable {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final int ATTEMPTS_MAX = 8;
  private static final long PAUSE_MILLIS = 200;
  private static final long PAUSE_MILLIS_MAX = 10_000;

  /// `ExportTraceServiceResponse.partial_success`, a message.
  private static final int PARTIAL_SUCCESS = 1 << 3 | ProtoReader.LENGTH_DELIMITED;

  /// `ExportTracePartialSuccess.rejected_spans`, a varint.
  private static final int REJECTED_SPANS = 1 << 3 | ProtoReader.VARINT;

  private final URI target;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /// @param server its OTLP/HTTP address, with or without `/v1/traces`
  /// @throws IllegalArgumentException when that is no http address
  OtlpClient(String server) {
    String base = server.replaceAll("/+$", "");
    if (!base.matches("https?://[^/?#]+(/[^?#]*)?")) {
      throw new IllegalArgumentException(
          "--to " + server + " is no address such as http://127.0.0.1:4318");
    }
    target = URI.create(base.endsWith("/v1/traces") ? base : base + "/v1/traces");
  }

  /// What became of a request.
  ///
  /// @param rejected spans that the server did not take; -1 for all
  /// @param retries before it was taken or given up
  /// @param problem empty when there was none
  record Answer(long rejected, int retries, String problem) {}

  /// Sends, and tries again where the server asks for it.
  ///
  /// @throws IOException when nobody answers
  Answer send(byte[] body) throws IOException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      HttpResponse<byte[]> response = post(body);
      int status = response.statusCode();
      if (status == 200) {
        long rejected = rejected(response.body());
        return new Answer(rejected, attempt, rejected > 0 ? "partial success" : "");
      }
      boolean again = status == 429 || status == 502 || status == 503 || status == 504;
      if (!again || attempt + 1 == ATTEMPTS_MAX) {
        String text = new String(response.body(), StandardCharsets.UTF_8).strip();
        return new Answer(-1, attempt, status + (text.isEmpty() ? "" : ": " + printable(text)));
      }
      Thread.sleep(pauseMillis(response, attempt));
    }
  }

  private HttpResponse<byte[]> post(byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (ConnectException e) {
      throw new IOException("no server answers at " + target + "; is it running?", e);
    }
  }

  private static long pauseMillis(HttpResponse<byte[]> response, int attempt) {
    String asked = response.headers().firstValue("Retry-After").orElse("");
    long millis =
        asked.matches("[0-9]{1,4}") ? Long.parseLong(asked) * 1_000 : PAUSE_MILLIS << attempt;
    return Math.clamp(millis, PAUSE_MILLIS, PAUSE_MILLIS_MAX);
  }

  /// Of an `ExportTraceServiceResponse`; 0 where it says nothing.
  private static long rejected(byte[] body) {
    try {
      ProtoReader reader = new ProtoReader().reset(body, 0);
      while (reader.position() < body.length) {
        if (reader.tag(body.length) == PARTIAL_SUCCESS) {
          int length = reader.length(body.length);
          return rejectedIn(reader, reader.position() + length);
        }
        reader.skip(body.length);
      }
    } catch (MalformedProtoException _) {
      // a server that answers 200 with something else took the spans all the same
    }
    return 0;
  }

  private static long rejectedIn(ProtoReader reader, int end) {
    while (reader.position() < end) {
      if (reader.tag(end) == REJECTED_SPANS) {
        return reader.varint(end);
      }
      reader.skip(end);
    }
    return 0;
  }

  private static String printable(String text) {
    String line = text.replaceAll("[^\\p{Print}]+", " ").strip();
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  @Override
  public void close() {
    client.close();
  }
}
