package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.analyze.RetryAnalysis.Storm;
import dev.hopwise.query.ScanAnswer;
import java.io.IOException;
import java.util.List;

/// The answer of `/api/v1/analysis/retries`.
final class RetriesJson {

  private RetriesJson() {}

  static void write(JsonGenerator json, List<Storm> storms, ScanAnswer scanned) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("storms");
    for (Storm storm : storms) {
      storm(json, storm);
    }
    json.writeEndArray();
    json.writeNumberField("traces", scanned.traces());
    json.writeBooleanField("bounded", scanned.bounded());
    json.writeBooleanField("partial", scanned.partial());
    json.writeEndObject();
  }

  private static void storm(JsonGenerator json, Storm storm) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("origin");
    json.writeStringField("service", storm.origin().service());
    json.writeStringField("name", storm.origin().name());
    json.writeEndObject();
    json.writeObjectFieldStart("edge");
    json.writeStringField("caller", storm.edge().caller());
    json.writeStringField("callee", storm.edge().callee());
    json.writeStringField("name", storm.edge().name());
    json.writeEndObject();
    json.writeNumberField("calls", storm.calls());
    json.writeNumberField("attempts", storm.attempts());
    json.writeNumberField("amplification", storm.amplification());
    json.writeNumberField("low", storm.low());
    json.writeNumberField("high", storm.high());
    json.writeNumberField("hopAmplification", storm.hopAmplification());
    json.writeNumberField("wastedShare", storm.wastedShare());
    HopsJson.evidence(json, storm.evidence());
    json.writeEndObject();
  }
}
