package dev.hopwise.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The server's answers as text for a terminal.
final class AnswerTable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NANOS_PER_MILLI = 1_000_000.0;

  private AnswerTable() {}

  /// One line per trace, newest first.
  static String ofSearch(String body) throws IOException {
    JsonNode answer = parse(body);
    StringBuilder text = new StringBuilder();
    line(
        text,
        String.format(
            Locale.ROOT,
            "%-32s  %-24s  %10s  %6s  %6s  %s",
            "TRACE",
            "START",
            "MILLIS",
            "SPANS",
            "ERRORS",
            "ROOT"));
    for (JsonNode trace : answer.path("traces")) {
      line(
          text,
          String.format(
              Locale.ROOT,
              "%-32s  %-24s  %10.2f  %6d  %6d  %s",
              trace.path("traceId").asText(),
              time(trace.path("startUnixNanos").asLong()),
              trace.path("durationNanos").asLong() / NANOS_PER_MILLI,
              trace.path("spanCount").asLong(),
              trace.path("errorCount").asLong(),
              root(trace)));
    }
    if (answer.path("partial").asBoolean()) {
      line(
          text,
          String.format(
              Locale.ROOT, "partial: complete from %s on", answer.path("completeFrom").asText()));
    }
    return text.toString();
  }

  /// One line per span, indented by depth.
  static String ofTrace(String body) throws IOException {
    JsonNode trace = parse(body);
    StringBuilder text = new StringBuilder();
    line(
        text,
        String.format(
            Locale.ROOT,
            "trace %s  %s  %s",
            trace.path("traceId").asText(),
            time(trace.path("startUnixNanos").asLong()),
            trace.path("completeness").path("state").asText()));
    line(
        text,
        String.format(
            Locale.ROOT, "%12s  %12s  %-6s  %s", "OFFSET ms", "MILLIS", "STATUS", "SPAN"));
    for (JsonNode span : trace.path("spans")) {
      String service =
          trace.path("resources").path(span.path("resource").asInt()).path("service").asText();
      line(
          text,
          String.format(
              Locale.ROOT,
              "%12.2f  %12.2f  %-6s  %s%s %s",
              span.path("startOffsetNanos").asLong() / NANOS_PER_MILLI,
              span.path("durationNanos").asLong() / NANOS_PER_MILLI,
              span.path("status").path("code").asText(),
              "  ".repeat(Math.clamp(span.path("depth").asInt(), 0, 40)),
              clean(service),
              clean(span.path("name").asText())));
    }
    return text.toString();
  }

  private static String root(JsonNode trace) {
    return trace.path("rootName").isNull()
        ? "(no root yet)"
        : clean(trace.path("rootService").asText()) + " " + clean(trace.path("rootName").asText());
  }

  /// Names come from senders: no escape sequence of theirs reaches the terminal.
  static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", "�");
  }

  private static String time(long epochNanos) {
    return Instant.ofEpochSecond(0, epochNanos).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static JsonNode parse(String body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("the server's answer is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
