package dev.hopwise.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.StringJoiner;

/// What was measured, as text for a terminal.
final class MetricsTable {

  private static final double NANOS_PER_MILLI = 1_000_000.0;
  private static final double PERCENT = 100;

  private MetricsTable() {}

  /// One line per group, the busiest first.
  static String of(String body) throws IOException {
    JsonNode answer = AnswerTable.parse(body);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s to %s, %.0f s of it measured; durations in ms, ± %.1f %%%n",
            AnswerTable.clean(answer.path("from").asText()),
            AnswerTable.clean(answer.path("to").asText()),
            answer.path("coveredSeconds").asDouble(),
            answer.path("relativeError").asDouble() * PERCENT));
    text.append(
        String.format(
            Locale.ROOT,
            "%12s  %8s  %10s  %10s  %10s  %s%n",
            "REQUESTS/S",
            "ERRORS",
            "P50",
            "P95",
            "P99",
            answer.path("of").asText().equals("edges") ? "EDGE" : "SPANS"));
    for (JsonNode group : answer.path("groups")) {
      line(text, group);
    }
    long more = answer.path("groupCount").asLong() - answer.path("groups").size();
    if (more > 0) {
      text.append(String.format(Locale.ROOT, "and %d more%n", more));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, JsonNode group) {
    JsonNode durations = group.path("durationNanos");
    text.append(
        String.format(
            Locale.ROOT,
            "%12.2f  %7.2f%%  %10s  %10s  %10s  %s%n",
            group.path("requestsPerSecond").asDouble(),
            group.path("errorShare").asDouble() * PERCENT,
            millis(durations.path(0)),
            millis(durations.path(1)),
            millis(durations.path(2)),
            labels(group.path("labels"))));
  }

  private static String millis(JsonNode quantile) {
    JsonNode value = quantile.path("value");
    return value.isNumber()
        ? String.format(Locale.ROOT, "%.2f", value.asDouble() / NANOS_PER_MILLI)
        : "-";
  }

  private static String labels(JsonNode labels) {
    StringJoiner joined = new StringJoiner("  ");
    labels.forEach(value -> joined.add(AnswerTable.clean(value.asText())));
    return joined.toString();
  }
}
