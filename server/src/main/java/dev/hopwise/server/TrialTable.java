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
    StringBuilder text = new StringBuilder(basis(answer));
    text.append(String.format(Locale.ROOT, ROW, "", "DRAFT", "TODAY"));
    text.append(row("kept traces", answer, "keptTraces"));
    text.append(row("kept spans", answer, "keptSpans"));
    text.append(row("kept spans per second", answer, "keptSpansPerSecond"));
    text.append(row("encoded bytes per day", answer, "bytesPerDay"));
    text.append(String.format(Locale.ROOT, RULE, "RULE", "MATCHED", "KEPT", "KEPT SPANS"));
    answer.path("rules").forEach(rule -> text.append(rule(rule)));
    lost(text, answer.path("lost"));
    return text.append("incident windows are not simulated\n").toString();
  }

  private static String basis(JsonNode answer) {
    return String.format(
        Locale.ROOT,
        "%s to %s: %,d spans in about %,d traces, of which %,d were looked at%s%n",
        answer.path("from").asText(),
        answer.path("to").asText(),
        answer.path("spans").asLong(),
        answer.path("traces").asLong(),
        answer.path("sampledTraces").asLong(),
        answer.path("incomplete").asBoolean() ? "; less than was asked for" : "");
  }

  private static String row(String what, JsonNode answer, String field) {
    return String.format(
        Locale.ROOT, ROW, what, number(answer.path(field)), number(answer.at("/today/" + field)));
  }

  private static String number(JsonNode value) {
    return value.isIntegralNumber()
        ? String.format(Locale.ROOT, "%,d", value.asLong())
        : String.format(Locale.ROOT, "%,.1f", value.asDouble());
  }

  private static String rule(JsonNode rule) {
    return String.format(
        Locale.ROOT,
        RULE,
        AnswerTable.clean(rule.path("name").asText()),
        number(rule.path("matched")),
        number(rule.path("kept")),
        number(rule.path("keptSpans")));
  }

  private static void lost(StringBuilder text, JsonNode lost) {
    for (JsonNode service : lost.path("services")) {
      text.append("lost service: ").append(AnswerTable.clean(service.asText())).append('\n');
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
