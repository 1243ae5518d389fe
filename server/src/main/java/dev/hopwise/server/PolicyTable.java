package dev.hopwise.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;

/// A policy and what it does, as text for a terminal.
final class PolicyTable {

  private static final String LINE = "%-20s  %-34s  %12s  %12s  %14s  %s%n";

  private PolicyTable() {}

  static String of(String body) throws IOException {
    JsonNode answer = AnswerTable.parse(body);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "policy %d, %s%s, since %s%n",
            answer.path("generation").asLong(),
            AnswerTable.clean(answer.path("source").asText()),
            answer.path("source").asText().equals("file")
                ? " " + AnswerTable.clean(answer.path("file").asText())
                : "",
            answer.path("since").asText()));
    text.append(
        String.format(
            Locale.ROOT, LINE, "RULE", "SAMPLE", "MATCHED", "KEPT", "KEPT SPANS", "WHEN"));
    answer.path("rules").forEach(rule -> text.append(rule(rule)));
    budget(text, "total", answer.path("budget"));
    answer.path("budget").path("tenants").forEach(each -> budget(text, "tenant", each));
    answer.path("budget").path("services").forEach(each -> budget(text, "service", each));
    rejected(text, answer.path("rejected"));
    return text.toString();
  }

  private static String rule(JsonNode rule) {
    return String.format(
        Locale.ROOT,
        LINE,
        AnswerTable.clean(rule.path("name").asText()),
        rule.path("sample").isNull() ? "" : AnswerTable.clean(rule.path("sample").asText()),
        rule.path("matched").asLong(),
        rule.path("kept").asLong(),
        rule.path("keptSpans").asLong(),
        rule.path("when").isNull() ? "" : AnswerTable.clean(rule.path("when").asText()));
  }

  private static void budget(StringBuilder text, String scope, JsonNode budget) {
    if (budget.path("spansPerSecond").isNull() && budget.path("bytesPerDay").isNull()) {
      return;
    }
    text.append(
        String.format(
            Locale.ROOT,
            "budget %s %s: %s spans/s, %s bytes/day; stored %s spans/s; baseline x %.3f, errors x %.3f%n",
            scope,
            AnswerTable.clean(budget.path("name").asText()),
            number(budget.path("spansPerSecond")),
            number(budget.path("bytesPerDay")),
            number(budget.path("storedSpansPerSecond")),
            budget.path("baselineFactor").asDouble(),
            budget.path("errorFactor").asDouble()));
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.0f", value.asDouble()) : "any";
  }

  private static void rejected(StringBuilder text, JsonNode rejected) {
    if (rejected.isObject()) {
      text.append(
          String.format(
              Locale.ROOT,
              "rejected since %s, from %s:%n",
              rejected.path("since").asText(),
              AnswerTable.clean(rejected.path("source").asText())));
      for (JsonNode problem : rejected.path("problems")) {
        text.append(
            String.format(
                Locale.ROOT,
                "  line %d, column %d: %s%n",
                problem.path("line").asLong(),
                problem.path("column").asLong(),
                AnswerTable.clean(problem.path("detail").asText())));
      }
    }
  }
}
