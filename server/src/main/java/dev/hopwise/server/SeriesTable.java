package dev.hopwise.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.StringJoiner;

/// Numbers over time as text for a terminal.
final class SeriesTable {

  private SeriesTable() {}

  /// One line per series, the largest first: its newest point with the limits of its interval, and
  /// what it was between.
  static String of(String body) throws IOException {
    JsonNode answer = AnswerTable.parse(body);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s to %s, a point every %s s, from %s%n",
            AnswerTable.clean(answer.path("from").asText()),
            AnswerTable.clean(answer.path("to").asText()),
            answer.path("stepSeconds").asText(),
            AnswerTable.clean(answer.path("source").asText())));
    text.append(
        String.format(
            Locale.ROOT,
            "%12s  %12s  %12s  %12s  %12s  %12s  %10s  %s%n",
            "LAST",
            "LOW",
            "HIGH",
            "MEAN",
            "MIN",
            "MAX",
            "SPANS",
            "SERIES"));
    answer.path("series").forEach(series -> line(text, series));
    for (JsonNode shortcoming : answer.path("shortcomings")) {
      text.append("partial: ").append(AnswerTable.clean(shortcoming.asText())).append('\n');
    }
    return text.toString();
  }

  private static void line(StringBuilder text, JsonNode series) {
    JsonNode points = series.path("points");
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    long spans = 0;
    for (JsonNode point : points) {
      double value = point.path(1).asDouble();
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
      spans += point.path(4).asLong();
    }
    boolean none = points.isEmpty();
    JsonNode last = points.path(points.size() - 1);
    text.append(
        String.format(
            Locale.ROOT,
            "%12s  %12s  %12s  %12s  %12s  %12s  %10d  %s%n",
            number(last.path(1)),
            number(last.path(2)),
            number(last.path(3)),
            none ? "-" : number(sum / points.size()),
            none ? "-" : number(min),
            none ? "-" : number(max),
            spans,
            labels(series.path("labels"))));
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? number(value.asDouble()) : "-";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }

  private static String labels(JsonNode labels) {
    StringJoiner joined = new StringJoiner("  ");
    for (JsonNode label : labels) {
      JsonNode value = label.path("value");
      String text = value.isNull() ? "nil" : value.path(value.fieldNames().next()).asText();
      joined.add(AnswerTable.clean(label.path("key").asText() + "=" + text));
    }
    return joined.toString();
  }
}
