package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.analyze.PropagationAnalysis.Break;
import dev.hopwise.query.ScanAnswer;
import java.io.IOException;
import java.util.List;

/// The answer of `/api/v1/analysis/propagation`.
final class PropagationJson {

  private PropagationJson() {}

  static void write(JsonGenerator json, List<Break> breaks, ScanAnswer scanned) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("breaks");
    for (Break one : breaks) {
      json.writeStartObject();
      json.writeStringField("caller", one.caller());
      json.writeStringField("callee", one.callee());
      json.writeStringField("protocol", one.protocol());
      json.writeStringField("kind", one.kind().text());
      json.writeBooleanField("decided", one.decided());
      json.writeNumberField("calls", one.calls());
      json.writeNumberField("rate", one.rate());
      json.writeNumberField("low", one.low());
      json.writeNumberField("high", one.high());
      HopsJson.evidence(json, one.evidence());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("traces", scanned.traces());
    json.writeBooleanField("bounded", scanned.bounded());
    json.writeBooleanField("partial", scanned.partial());
    json.writeEndObject();
  }
}
