package dev.hopwise.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;

/// What a fault did to all requests that arrived while it was on: their durations, and what these
/// would have been without it.
final class FaultEffect {

  private static final double QUANTILE = 0.95;

  private final LongStream.Builder with = LongStream.builder();
  private final LongStream.Builder without = LongStream.builder();
  private long requests;
  private long struck;
  private long calls;

  void add(long durationNanos, RequestTruth.Effect effect) {
    with.add(durationNanos);
    without.add(durationNanos - effect.addedNanos());
    requests++;
    struck += effect.calls() > 0 ? 1 : 0;
    calls += effect.calls();
  }

  void write(JsonGenerator json) throws IOException {
    long[] as = with.build().sorted().toArray();
    long[] asIf = without.build().sorted().toArray();
    json.writeStartObject();
    json.writeNumberField("requests", requests);
    json.writeNumberField("requestsStruck", struck);
    json.writeNumberField("callsStruck", calls);
    json.writeNumberField("meanNanos", mean(as));
    json.writeNumberField("meanWithoutNanos", mean(asIf));
    json.writeNumberField("p95Nanos", quantile(as));
    json.writeNumberField("p95WithoutNanos", quantile(asIf));
    json.writeEndObject();
  }

  private static long mean(long[] values) {
    return Math.round(Arrays.stream(values).average().orElse(0));
  }

  private static long quantile(long[] sorted) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(QUANTILE * sorted.length) - 1];
  }
}
