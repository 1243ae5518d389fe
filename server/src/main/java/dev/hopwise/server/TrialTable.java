package dev.hopwise.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;

/// What a draft would have kept, as text for a terminal.
final class TrialTable {

  private static final String ROW = "%-22s  %16s  %16s%n";
  private static final String RULE = "%-20s  %12s  %12s  %14s%n";

  private TrialTable() {}

  static String of(String body) throws IOException {
    JsonNode answer = AnswerTable.parse(body);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s to %s: %,d spans in about %,d traces, of which %,d were looked at%s%n",
            answer.path("from").asText(),
            answer.path("to").asText(),
            answer.path("spans").asLong(),
            answer.path("traces").asLong(),
            answer.path("sampledTraces").asLong(),
            answer.path("incomplete").asBoolean() ? "; less than was asked for" : ""));
    text.append(String.format(Locale.ROOT, ROW, "", "DRAFT", "TODAY"));
    row(text, "kept traces", answer, "keptTraces");
    row(text, "kept spans", answer, "keptSpans");
    row(text, "kept spans per second", answer, "keptSpansPerSecond");
    row(text, "encoded bytes per day", answer, "bytesPerDay");
    text.append(String.format(Locale.ROOT, RULE, "RULE", "MATCHED", "KEPT", "KEPT SPANS"));
    answer.path("rules").forEach(rule -> rule(text, rule));
    lost(text, answer.path("lost"));
    text.append(String.format(Locale.ROOT, "incident windows are not simulated%n"));
    return text.toString();
  }

  private static void row(StringBuilder text, String what, JsonNode answer, String field) {
    text.append(
        String.format(
            Locale.ROOT,
            ROW,
            what,
            number(answer.path(field)),
            number(answer.path("today").path(field))));
  }

  private static String number(JsonNode value) {
    return String.format(
        Locale.ROOT, value.isIntegralNumber() ? "%,.0f" : "%,.1f", value.asDouble());
  }

  private static void rule(StringBuilder text, JsonNode rule) {
    text.append(
        String.format(
            Locale.ROOT,
            RULE,
            AnswerTable.clean(rule.path("name").asText()),
            number(rule.path("matched")),
            number(rule.path("kept")),
            number(rule.path("keptSpans"))));
  }

  private static void lost(StringBuilder text, JsonNode lost) {
    for (JsonNode service : lost.path("services")) {
      text.append(
          String.format(Locale.ROOT, "lost service: %s%n", AnswerTable.clean(service.asText())));
    }
    for (JsonNode kind : lost.path("errorKinds")) {
      text.append(
          String.format(
              Locale.ROOT,
              "lost error: %s %s (%s)%n",
              AnswerTable.clean(kind.path("service").asText()),
              AnswerTable.clean(kind.path("spanName").asText()),
              AnswerTable.clean(kind.path("errorType").asText())));
    }
  }
}
