package dev.hopwise.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// What is true of a run, as JSON: its settings and faults, each request with its traces, and in
/// the end the effect of each fault. 64-bit times are decimal strings.
final class TruthFile implements Delivery.Observer, AutoCloseable {

  private final JsonGenerator json;
  private final Schedule schedule;
  private final List<FaultEffect> effects = new ArrayList<>();

  TruthFile(OutputStream out, Simulation.Settings settings) throws IOException {
    json = new JsonFactory().createGenerator(out);
    Scenario scenario = settings.scenario();
    schedule = new Schedule(scenario.faults(), settings.startEpochNanos(), settings.lengthNanos());
    json.writeStartObject();
    json.writeStringField("scenario", scenario.name());
    json.writeStringField("description", scenario.description());
    json.writeStringField("seed", Long.toString(settings.seed()));
    json.writeNumberField("requestsPerSecond", settings.requestsPerSecond());
    json.writeStringField("startUnixNanos", Long.toString(settings.startEpochNanos()));
    json.writeNumberField("lengthNanos", settings.lengthNanos());
    json.writeNumberField("headProbability", scenario.headProbability());
    faults();
    json.writeArrayFieldStart("requests");
  }

  private void faults() throws IOException {
    json.writeArrayFieldStart("faults");
    for (Fault fault : schedule.faults()) {
      effects.add(new FaultEffect());
      FaultWords words = FaultWords.of(fault);
      json.writeStartObject();
      json.writeStringField("kind", words.kind());
      json.writeStringField("target", words.target());
      json.writeStringField("magnitude", words.magnitude());
      json.writeStringField("fromUnixNanos", Long.toString(schedule.from(fault)));
      json.writeStringField(
          "toUnixNanos",
          schedule.to(fault) == Long.MAX_VALUE ? null : Long.toString(schedule.to(fault)));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public void request(RequestTruth truth) {
    learn(truth);
    try {
      json.writeStartObject();
      json.writeNumberField("number", truth.number());
      json.writeStringField("tenant", truth.tenant());
      json.writeBooleanField("sampled", truth.sampled());
      json.writeArrayFieldStart("traces");
      for (TraceTruth trace : truth.traces()) {
        trace(trace);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("effects");
      for (RequestTruth.Effect effect : truth.effects()) {
        json.writeStartObject();
        json.writeNumberField("fault", effect.fault());
        json.writeNumberField("calls", effect.calls());
        json.writeNumberField("addedNanos", effect.addedNanos());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void learn(RequestTruth truth) {
    long duration = truth.entry().durationNanos();
    for (int i = 0; i < effects.size(); i++) {
      if (schedule.isOn(schedule.faults().get(i), truth.entry().startEpochNanos())) {
        effects.get(i).add(duration, truth.effectOf(i));
      }
    }
  }

  private void trace(TraceTruth trace) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", trace.traceId().hex());
    json.writeStringField("service", trace.service());
    json.writeStringField("name", trace.name());
    json.writeStringField("startUnixNanos", Long.toString(trace.startEpochNanos()));
    json.writeNumberField("durationNanos", trace.durationNanos());
    json.writeBooleanField("failed", trace.failed());
    json.writeNumberField("spans", trace.spans());
    json.writeNumberField("errorSpans", trace.errorSpans());
    json.writeNumberField("lateSpans", trace.lateSpans());
    json.writeNumberField("lateErrorSpans", trace.lateErrorSpans());
    json.writeNumberField("lostSpans", trace.lostSpans());
    json.writeEndObject();
  }

  /// Writes the effects and the end.
  @Override
  public void close() throws IOException {
    json.writeEndArray();
    json.writeArrayFieldStart("effects");
    for (FaultEffect effect : effects) {
      effect.write(json);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }
}
