package dev.hopwise.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;

/// Incident windows as text for a terminal.
final class WindowTable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE = "%-22s  %-8s  %-20s  %6s  %9s  %9s  %11s  %-10s  %s\n";

  private WindowTable() {}

  /// One line per window, of an answer that is one or lists some.
  static String of(String body) throws IOException {
    JsonNode answer = parse(body);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            LINE,
            "ID",
            "STATE",
            "CLOSES",
            "RATE",
            "MATCHED",
            "KEPT",
            "SPANS",
            "REACH-BACK",
            "SCOPE"));
    if (answer.has("windows")) {
      answer.path("windows").forEach(each -> text.append(line(each)));
    } else {
      text.append(line(answer));
    }
    return text.toString();
  }

  private static String line(JsonNode window) {
    return String.format(
        Locale.ROOT,
        LINE,
        clean(window.path("id").asText()),
        clean(window.path("state").asText()),
        clean(window.path("closesAt").asText()).replaceFirst("\\.\\d+Z$", "Z"),
        String.format(Locale.ROOT, "%.4g", window.path("effectiveRate").asDouble()),
        window.path("matchedTraces").asLong(),
        window.path("keptTraces").asLong(),
        window.path("keptSpans").asLong(),
        clean(window.path("reachBack").path("state").asText()),
        clean(window.path("scope").path("q").asText()));
  }

  /// Scopes come from whoever may open windows: no escape sequence of theirs reaches the terminal.
  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", "�");
  }

  private static JsonNode parse(String body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("the server's answer is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
