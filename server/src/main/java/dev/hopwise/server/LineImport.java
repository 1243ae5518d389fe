package dev.hopwise.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts lines together to requests and accounts for every span and line: each is accepted, refused
/// or could not be read.
final class LineImport {

  /// What a request holds at least before it is sent; a larger line is a request of its own.
  private static final int BATCH_BYTES = 1 << 20;

  /// As much as a server takes by default.
  private static final int LINE_BYTES_MAX = 64 << 20;

  /// Problems that are told one by one.
  private static final int TOLD_MAX = 20;

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final OtlpSender sender;
  private final Consumer<String> problems;
  private final List<Line> batch = new ArrayList<>();
  private int batchBytes;
  private String file = "";
  private long told;
  private long accepted;
  private long refused;
  private long unreadable;

  /// The elements of a line's `resourceSpans`, without the brackets.
  private record Line(long number, String resourceSpans, long spans) {}

  /// @param problems takes a line of text for each of the first problems
  LineImport(OtlpSender sender, Consumer<String> problems) {
    this.sender = sender;
    this.problems = problems;
  }

  /// Sends a file.
  ///
  /// @throws IOException when the server cannot be reached or keeps refusing to answer
  void read(String name, InputStream in) throws IOException, InterruptedException {
    file = name;
    JsonLines lines = new JsonLines(in, LINE_BYTES_MAX);
    for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
      if (lines.tooLong()) {
        unreadable(lines.number(), "longer than 64 MiB");
      } else if (bytes.length > 0) {
        line(lines.number(), bytes);
      }
    }
    send();
  }

  private void line(long number, byte[] bytes) throws IOException, InterruptedException {
    @Nullable JsonNode resourceSpans = null;
    try {
      resourceSpans = MAPPER.readTree(bytes).get("resourceSpans");
    } catch (JsonProcessingException e) {
      unreadable(number, "no JSON: " + e.getOriginalMessage());
      return;
    }
    if (resourceSpans == null || !resourceSpans.isArray()) {
      unreadable(number, "no resourceSpans");
      return;
    }
    if (resourceSpans.isEmpty()) {
      return;
    }
    String text = resourceSpans.toString();
    batch.add(new Line(number, text.substring(1, text.length() - 1), spansOf(resourceSpans)));
    batchBytes += text.length();
    if (batchBytes >= BATCH_BYTES) {
      send();
    }
  }

  private static long spansOf(JsonNode resourceSpans) {
    long spans = 0;
    for (JsonNode resource : resourceSpans) {
      for (JsonNode scope : resource.path("scopeSpans")) {
        spans += scope.path("spans").size();
      }
    }
    return spans;
  }

  private void send() throws IOException, InterruptedException {
    List<Line> lines = List.copyOf(batch);
    batch.clear();
    batchBytes = 0;
    if (!lines.isEmpty()) {
      send(lines);
    }
  }

  /// A request that is refused as a whole is sent again by halves, until the line at fault stands
  /// alone.
  private void send(List<Line> lines) throws IOException, InterruptedException {
    OtlpSender.Outcome outcome =
        sender.send(
            "{\"resourceSpans\":["
                + String.join(",", lines.stream().map(Line::resourceSpans).toList())
                + "]}");
    long spans = lines.stream().mapToLong(Line::spans).sum();
    switch (outcome) {
      case OtlpSender.Outcome.Taken(long rejected, String message) -> {
        accepted += spans - rejected;
        refused += rejected;
        if (rejected > 0) {
          tell(where(lines) + ": " + rejected + " spans refused: " + message);
        }
      }
      case OtlpSender.Outcome.Refused(String message) -> {
        if (lines.size() > 1) {
          send(lines.subList(0, lines.size() / 2));
          send(lines.subList(lines.size() / 2, lines.size()));
        } else {
          refused += spans;
          tell(where(lines) + ": " + spans + " spans refused: " + message);
        }
      }
    }
  }

  private String where(List<Line> lines) {
    long first = lines.getFirst().number();
    long last = lines.getLast().number();
    return file + (first == last ? " line " + first : " lines " + first + " to " + last);
  }

  private void unreadable(long number, String why) {
    unreadable++;
    tell(file + " line " + number + ": " + why);
  }

  private void tell(String problem) {
    if (++told <= TOLD_MAX) {
      problems.accept("hopwise: " + AnswerTable.clean(problem));
    }
  }

  /// Whether everything was accepted.
  boolean complete() {
    return refused == 0 && unreadable == 0;
  }

  /// The accounts in words.
  String summary() {
    return "%d spans accepted, %d refused, %d lines unreadable%s"
        .formatted(
            accepted,
            refused,
            unreadable,
            told > TOLD_MAX ? "; " + (told - TOLD_MAX) + " more problems" : "");
  }
}
