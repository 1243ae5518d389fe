package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.analyze.Component;
import dev.hopwise.analyze.HopAnswer;
import dev.hopwise.analyze.HopAnswer.Estimate;
import dev.hopwise.analyze.HopAnswer.Hop;
import dev.hopwise.analyze.HopAnswer.WindowQuantile;
import dev.hopwise.analyze.HopKind;
import dev.hopwise.model.TraceId;
import dev.hopwise.query.ScanAnswer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// The answer of `/api/v1/analysis/hops`.
final class HopsJson {

  private HopsJson() {}

  static void write(
      JsonGenerator json,
      HopAnswer answer,
      double quantile,
      ScanAnswer ofBaseline,
      ScanAnswer ofWindow)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("verdict", answer.verdict().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("quantile", quantile);
    window(json, "baseline", answer.baseline(), ofBaseline);
    window(json, "window", answer.window(), ofWindow);
    json.writeObjectFieldStart("changeNanos");
    json.writeNumberField("value", answer.change().valueNanos());
    json.writeNumberField("low", answer.change().lowNanos());
    json.writeNumberField("high", answer.change().highNanos());
    json.writeEndObject();
    json.writeArrayFieldStart("hops");
    for (Hop hop : answer.hops()) {
      hop(json, hop);
    }
    json.writeEndArray();
    json.writeNumberField("mixNanos", answer.mixNanos());
    json.writeNumberField("unexplainedNanos", answer.unexplainedNanos());
    json.writeEndObject();
  }

  private static void window(
      JsonGenerator json, String name, WindowQuantile window, ScanAnswer scanned)
      throws IOException {
    Estimate quantile = window.quantile();
    json.writeObjectFieldStart(name);
    json.writeNumberField("valueNanos", quantile.valueNanos());
    json.writeNumberField("lowNanos", quantile.lowNanos());
    json.writeNumberField("highNanos", quantile.highNanos());
    json.writeNumberField("n", window.n());
    json.writeNumberField("nEffective", window.effective());
    json.writeBooleanField("bounded", scanned.bounded());
    json.writeBooleanField("partial", scanned.partial());
    json.writeEndObject();
  }

  private static void hop(JsonGenerator json, Hop hop) throws IOException {
    Component component = hop.component();
    json.writeStartObject();
    json.writeNumberField("rank", hop.rank());
    json.writeStringField("kind", component.kind().text());
    json.writeStringField("service", component.service());
    json.writeStringField("name", hop.operation());
    json.writeStringField(
        "callee", component.kind() == HopKind.SERVICE ? null : component.callee());
    json.writeStringField("layer", component.layer().text());
    json.writeStringField("culprit", hop.culprit());
    json.writeBooleanField("significant", hop.significant());
    json.writeNumberField("contributionNanos", hop.contribution().valueNanos());
    json.writeNumberField("lowNanos", hop.contribution().lowNanos());
    json.writeNumberField("highNanos", hop.contribution().highNanos());
    json.writeNumberField("share", hop.share());
    mean(json, hop.meanNanos());
    evidence(json, hop.evidence());
    json.writeEndObject();
  }

  private static void mean(JsonGenerator json, Estimate mean) throws IOException {
    json.writeObjectFieldStart("meanChangeNanos");
    json.writeNumberField("value", mean.valueNanos());
    json.writeNumberField("low", mean.lowNanos());
    json.writeNumberField("high", mean.highNanos());
    json.writeEndObject();
  }

  static void evidence(JsonGenerator json, List<TraceId> traces) throws IOException {
    json.writeArrayFieldStart("evidence");
    for (TraceId trace : traces) {
      json.writeString(trace.hex());
    }
    json.writeEndArray();
  }
}
