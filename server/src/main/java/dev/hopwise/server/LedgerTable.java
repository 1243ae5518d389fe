package dev.hopwise.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;

/// What attributes cost, as text for a terminal.
final class LedgerTable {

  private static final String LINE = "%-20s  %-40s  %12s  %12s  %6s  %10s  %-20s  %s%n";
  private static final double PERCENT = 100;

  private LedgerTable() {}

  /// One line per key; under those that stand out, why.
  static String of(String body) throws IOException {
    JsonNode answer = AnswerTable.parse(body);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s to %s; distinct values of %s to %s; queries known since %s%n",
            answer.path("from").asText(),
            answer.path("to").asText(),
            answer.path("distinctFrom").asText(),
            answer.path("distinctTo").asText(),
            answer.path("queriesSince").asText()));
    text.append(
        String.format(
            Locale.ROOT,
            LINE,
            "SERVICE",
            "KEY",
            "SPANS",
            "BYTES",
            "SHARE",
            "DISTINCT",
            "LAST QUERIED",
            "ADVICE"));
    answer.path("keys").forEach(key -> key(text, key));
    if (answer.path("keysLeftOut").asLong() > 0) {
      text.append(
          String.format(Locale.ROOT, "%d more keys%n", answer.path("keysLeftOut").asLong()));
    }
    answer.path("foldedSpanNames").forEach(names -> spanNames(text, names));
    return text.toString();
  }

  private static void key(StringBuilder text, JsonNode key) {
    JsonNode queried = key.path("lastQueriedAt");
    text.append(
        String.format(
            Locale.ROOT,
            LINE,
            AnswerTable.clean(key.path("service").asText()),
            AnswerTable.clean(key.path("scope").asText() + "." + key.path("key").asText()),
            about(key, "spans"),
            about(key, "bytes"),
            String.format(Locale.ROOT, "%.1f%%", PERCENT * key.path("byteShare").asDouble()),
            key.path("distinct").asText(),
            queried.isNull() ? "-" : queried.asText().replaceFirst("\\.\\d+Z$", "Z"),
            key.path("advice").asText()));
    if (!key.path("flags").isEmpty() || !key.path("advice").asText().equals("keep")) {
      text.append(
          String.format(
              Locale.ROOT,
              "    %s%n    for example %s%n",
              AnswerTable.clean(key.path("reason").asText()),
              AnswerTable.clean(key.path("example").asText())
                  + (key.path("exampleCut").asBoolean() ? "…" : "")));
    }
  }

  /// An estimate is marked as one.
  private static String about(JsonNode key, String field) {
    return (key.path("relativeError").asDouble() > 0 ? "~" : "") + key.path(field).asText();
  }

  private static void spanNames(StringBuilder text, JsonNode names) {
    text.append(
        String.format(
            Locale.ROOT,
            "%s has too many span names: %d measured, %d spans under a template, %d under (other);"
                + " the first folded was %s%n",
            AnswerTable.clean(names.path("service").asText()),
            names.path("names").asLong(),
            names.path("templatedSpans").asLong(),
            names.path("otherSpans").asLong(),
            AnswerTable.clean(names.path("example").asText())));
  }
}
