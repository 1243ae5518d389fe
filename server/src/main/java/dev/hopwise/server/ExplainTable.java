package dev.hopwise.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;

/// Why a trace is there or not, as text for a terminal.
final class ExplainTable {

  private static final double NANOS_PER_MILLI = 1_000_000.0;

  private ExplainTable() {}

  /// What is not known has no line.
  static String of(String body) throws IOException {
    JsonNode answer = AnswerTable.parse(body);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "trace %s  %s%n",
            AnswerTable.clean(answer.path("traceId").asText()),
            AnswerTable.clean(answer.path("decision").asText())));
    line(text, "reason", answer.path("reason"));
    line(text, "rule", answer.path("rule"));
    line(text, "probability", answer.path("probability"));
    line(text, "window", answer.path("windowId"));
    line(text, "trigger", answer.path("trigger"));
    line(text, "decided", answer.path("decidedAt"));
    line(text, "waits since", answer.path("firstArrivalAt"));
    JsonNode root = answer.path("root");
    line(text, "root", root.path("service").asText() + " " + root.path("name").asText());
    line(text, "size", size(answer));
    for (JsonNode kind : answer.path("errorKinds")) {
      line(text, "error", error(kind));
    }
    return text.toString();
  }

  private static String size(JsonNode answer) {
    String bytes =
        answer.path("bytes").isNumber() ? ", " + answer.path("bytes").asLong() + " bytes" : "";
    return String.format(
        Locale.ROOT,
        "%d spans, %.2f ms%s",
        answer.path("spanCount").asLong(),
        answer.path("durationNanos").asLong() / NANOS_PER_MILLI,
        bytes);
  }

  private static String error(JsonNode kind) {
    String type = kind.path("errorType").asText();
    return kind.path("service").asText()
        + " "
        + kind.path("spanName").asText()
        + (type.isEmpty() ? "" : " (" + type + ")");
  }

  private static void line(StringBuilder text, String name, JsonNode value) {
    if (!value.isNull() && !value.isMissingNode()) {
      line(text, name, value.asText());
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-12s %s%n", name, AnswerTable.clean(value)));
  }
}
