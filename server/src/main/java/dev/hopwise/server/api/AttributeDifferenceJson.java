package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.analyze.AttributeDifference;
import dev.hopwise.analyze.AttributeFinding;
import dev.hopwise.query.ScanAnswer;
import java.io.IOException;

/// The answer of `/api/v1/analysis/attributes`.
final class AttributeDifferenceJson {

  private AttributeDifferenceJson() {}

  static void write(
      JsonGenerator json, AttributeDifference.Answer answer, ScanAnswer selected, ScanAnswer rest)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("attributes");
    for (AttributeFinding finding : answer.findings()) {
      finding(json, finding);
    }
    json.writeEndArray();
    json.writeNumberField("identifierKeys", answer.identifierKeys());
    json.writeNumberField("valuesLeftOut", answer.valuesLeftOut());
    side(json, "selected", answer.selectedTraces(), selected);
    side(json, "rest", answer.restTraces(), rest);
    json.writeEndObject();
  }

  private static void finding(JsonGenerator json, AttributeFinding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", finding.kind().text());
    json.writeStringField("scope", finding.scope());
    json.writeStringField("key", finding.key());
    json.writeStringField("value", finding.value());
    json.writeStringField("flag", finding.flag());
    json.writeArrayFieldStart("services");
    for (String service : finding.services()) {
      json.writeString(service);
    }
    json.writeEndArray();
    json.writeStringField("spanName", finding.spanName());
    json.writeNumberField("selectedShare", finding.selectedShare());
    json.writeNumberField("restShare", finding.restShare());
    json.writeNumberField("score", finding.score());
    json.writeNumberField("low", finding.low());
    json.writeNumberField("high", finding.high());
    HopsJson.evidence(json, finding.evidence());
    json.writeEndObject();
  }

  private static void side(JsonGenerator json, String name, int traces, ScanAnswer scanned)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("n", traces);
    json.writeBooleanField("bounded", scanned.bounded());
    json.writeBooleanField("partial", scanned.partial());
    json.writeEndObject();
  }
}
