package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.sample.window.IncidentWindow;
import dev.hopwise.sample.window.ReachBackProgress;
import dev.hopwise.sample.window.ServiceCount;
import dev.hopwise.sample.window.WindowCounts;
import dev.hopwise.sample.window.WindowScope;
import dev.hopwise.sample.window.WindowState;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/// A window as the API tells it.
final class WindowJson {

  private static final double NANOS_PER_SECOND = 1e9;

  private WindowJson() {}

  static void write(JsonGenerator json, IncidentWindow window) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", window.id());
    json.writeStringField("state", lower(window.state()));
    json.writeStringField("opensAt", time(window.opensEpochNanos()));
    json.writeStringField("closesAt", time(window.closesEpochNanos()));
    scope(json, window.scope());
    json.writeNumberField("rate", window.rate());
    json.writeNumberField("effectiveRate", window.effectiveRate());
    json.writeNumberField("reachBackSeconds", window.reachBackNanos() / NANOS_PER_SECOND);
    json.writeObjectFieldStart("budget");
    json.writeNumberField("spansPerSecond", window.budgetSpansPerSecond());
    json.writeEndObject();
    json.writeStringField("reason", window.reason());
    json.writeStringField("opener", lower(window.opener()));
    counts(json, window.counts());
    reachBack(json, window.reachBack());
    summary(json, window);
    json.writeEndObject();
  }

  private static void scope(JsonGenerator json, WindowScope scope) throws IOException {
    json.writeObjectFieldStart("scope");
    json.writeStringField("q", scope.traceQl());
    if (!scope.service().isEmpty()) {
      json.writeStringField("service", scope.service());
    }
    if (!scope.route().isEmpty()) {
      json.writeStringField("route", scope.route());
    }
    if (!scope.attributes().isEmpty()) {
      json.writeObjectFieldStart("attributes");
      for (Map.Entry<String, String> each : scope.attributes().entrySet()) {
        json.writeStringField(each.getKey(), each.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void counts(JsonGenerator json, WindowCounts counts) throws IOException {
    json.writeNumberField("matchedTraces", counts.matchedTraces());
    json.writeNumberField("keptTraces", counts.keptTraces());
    json.writeNumberField("keptSpans", counts.keptSpans());
    json.writeNumberField("overBudgetTraces", counts.overBudgetTraces());
    json.writeNumberField("keptShare", counts.share());
  }

  private static void reachBack(JsonGenerator json, ReachBackProgress reachBack)
      throws IOException {
    json.writeObjectFieldStart("reachBack");
    json.writeStringField("state", lower(reachBack.state()));
    if (reachBack.state() != ReachBackProgress.State.NONE) {
      json.writeStringField("from", time(reachBack.fromEpochNanos()));
      json.writeNumberField("matchedTraces", reachBack.matchedTraces());
      json.writeNumberField("keptTraces", reachBack.keptTraces());
      json.writeNumberField("keptSpans", reachBack.keptSpans());
      json.writeNumberField("overBudgetTraces", reachBack.overBudgetTraces());
      json.writeBooleanField("incomplete", reachBack.incomplete());
      if (!reachBack.detail().isEmpty()) {
        json.writeStringField("detail", reachBack.detail());
      }
    }
    json.writeEndObject();
  }

  /// Null while it is open.
  private static void summary(JsonGenerator json, IncidentWindow window) throws IOException {
    if (window.state() == WindowState.OPEN) {
      json.writeNullField("summary");
      return;
    }
    double seconds = (window.closesEpochNanos() - window.opensEpochNanos()) / NANOS_PER_SECOND;
    json.writeObjectFieldStart("summary");
    json.writeBooleanField("final", window.state() == WindowState.CLOSED);
    json.writeNumberField("openSeconds", seconds);
    json.writeNumberField(
        "keptSpansPerSecond", seconds == 0 ? 0 : window.counts().keptSpans() / seconds);
    json.writeNumberField("keptShare", window.counts().share());
    json.writeArrayFieldStart("byService");
    for (ServiceCount each : window.counts().byService()) {
      service(json, each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// The service is null for those beyond what is told apart.
  private static void service(JsonGenerator json, ServiceCount count) throws IOException {
    json.writeStartObject();
    json.writeStringField("service", count.service().isEmpty() ? null : count.service());
    json.writeNumberField("matchedTraces", count.matchedTraces());
    json.writeNumberField("keptTraces", count.keptTraces());
    json.writeNumberField("keptSpans", count.keptSpans());
    json.writeEndObject();
  }

  private static String time(long epochNanos) {
    return Parameters.instant(epochNanos).toString();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
