package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.measure.FoldedNames;
import dev.hopwise.measure.ledger.KeyAdvice;
import dev.hopwise.measure.ledger.KeyReading;
import dev.hopwise.measure.ledger.LedgerReading;
import dev.hopwise.server.ledger.LedgerEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// The answer of `/api/v1/ledger`.
final class LedgerJson {

  private static final long MINUTE_SECONDS = 60;
  private static final long HOUR_SECONDS = 3_600;

  private final JsonGenerator json;

  LedgerJson(JsonGenerator json) {
    this.json = json;
  }

  /// @param limit so many of the entries are written
  void write(
      LedgerReading reading,
      List<LedgerEntry> entries,
      int limit,
      List<FoldedNames> names,
      Instant queriesSince)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("from", time(reading.fromMinute() * MINUTE_SECONDS));
    json.writeStringField("to", time(reading.toMinute() * MINUTE_SECONDS));
    json.writeStringField("distinctFrom", time(reading.fromHour() * HOUR_SECONDS));
    json.writeStringField("distinctTo", time(reading.toHour() * HOUR_SECONDS));
    json.writeStringField("since", Parameters.instant(reading.sinceEpochNanos()).toString());
    json.writeStringField("queriesSince", queriesSince.toString());
    json.writeArrayFieldStart("keys");
    for (LedgerEntry entry : entries.subList(0, Math.min(limit, entries.size()))) {
      entry(entry);
    }
    json.writeEndArray();
    json.writeNumberField("keysLeftOut", Math.max(0, entries.size() - limit));
    spanNames(names);
    json.writeEndObject();
  }

  private void entry(LedgerEntry entry) throws IOException {
    KeyReading key = entry.reading();
    json.writeStartObject();
    json.writeStringField("service", key.service());
    json.writeStringField("scope", key.scope().text());
    json.writeStringField("key", key.key());
    json.writeNumberField("spans", key.spans());
    json.writeNumberField("bytes", key.bytes());
    json.writeNumberField("byteShare", rounded(key.byteShare()));
    json.writeNumberField("relativeError", rounded(key.relativeError()));
    json.writeNumberField("distinct", key.distinct());
    json.writeNumberField("distinctLow", key.distinctLow());
    json.writeNumberField("distinctHigh", key.distinctHigh());
    json.writeNumberField("distinctInspected", key.distinctInspected());
    json.writeNumberField("inspected", key.inspected());
    json.writeNumberField("inspectedShare", rounded(inspectedShare(key)));
    json.writeNumberField("newValues", key.freshValues());
    json.writeNumberField("newValuesInspected", key.freshInspected());
    json.writeNumberField("spansBefore", key.spansBefore());
    json.writeNumberField("distinctBefore", key.distinctBefore());
    json.writeStringField(
        "lastQueriedAt", entry.lastQueried() == null ? null : entry.lastQueried().toString());
    json.writeStringField("shape", entry.advice().shape().name().toLowerCase(Locale.ROOT));
    json.writeStringField("example", key.example().text());
    json.writeBooleanField("exampleCut", key.example().isCut());
    json.writeArrayFieldStart("flags");
    for (KeyAdvice.Flag flag : entry.advice().flags()) {
      json.writeString(flag.text());
    }
    json.writeEndArray();
    json.writeStringField("advice", entry.advice().action().text());
    json.writeStringField("reason", entry.advice().reason());
    json.writeEndObject();
  }

  private void spanNames(List<FoldedNames> names) throws IOException {
    json.writeArrayFieldStart("foldedSpanNames");
    for (FoldedNames each : names) {
      json.writeStartObject();
      json.writeStringField("service", each.service());
      json.writeStringField("example", each.example());
      json.writeNumberField("names", each.names());
      json.writeNumberField("templatedSpans", each.templatedSpans());
      json.writeNumberField("otherSpans", each.otherSpans());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static double inspectedShare(KeyReading key) {
    return key.occurrences() == 0 ? 1 : key.inspected() / (double) key.occurrences();
  }

  private static String time(long epochSeconds) {
    return Instant.ofEpochSecond(epochSeconds).toString();
  }

  /// Four digits are more than is known.
  private static double rounded(double share) {
    return Math.round(share * 10_000) / 10_000.0;
  }
}
