package dev.hopwise.server.api.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpResponse;
import dev.hopwise.model.SpanKind;
import dev.hopwise.query.metrics.Label;
import dev.hopwise.query.metrics.MeasuredNames;
import dev.hopwise.query.metrics.MetricAnswer;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.query.metrics.MetricRange;
import dev.hopwise.query.metrics.SeriesSelection;
import dev.hopwise.query.metrics.Tally;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.api.Parameters;
import dev.hopwise.server.api.PartialAnswer;
import dev.hopwise.server.api.RollupChoice;
import dev.hopwise.server.api.TagConditions;
import dev.hopwise.server.api.WholeNumber;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `/api/metrics/…`: what was measured before sampling, as Jaeger's page "Monitor" draws it.
///
/// Each point counts the `ratePer` before it. Steps are at least ten seconds, and longer than asked
/// for where the answer would have more points than fit: the timestamps say which they are.
final class JaegerMetrics {

  private static final int SERVICES_MAX = 100;

  /// How many operations an answer has room for at least.
  private static final int OPERATIONS = 100;

  private static final long LOOKBACK_DEFAULT = Duration.ofHours(1).toMillis();
  private static final long STEP_DEFAULT = Duration.ofSeconds(5).toMillis();
  private static final long RATE_PER_DEFAULT = Duration.ofMinutes(10).toMillis();
  private static final double NANOS_PER_MILLI = 1e6;

  private final MetricQueries queries;
  private final MeasuredNames names;
  private final InstantSource clock;

  JaegerMetrics(MetricQueries queries, MeasuredNames names, InstantSource clock) {
    this.queries = queries;
    this.names = names;
    this.clock = clock;
  }

  /// A number made of what a stretch counted.
  private interface Gauge {
    double of(Tally tally, double seconds);
  }

  HttpResponse latencies(Parameters parameters) throws IOException {
    double quantile = quantile(parameters);
    return answer(
        parameters,
        "latencies",
        "%.2fth quantile latency, grouped by service".formatted(quantile),
        (tally, _) -> tally.quantileNanos(quantile) / NANOS_PER_MILLI);
  }

  HttpResponse calls(Parameters parameters) throws IOException {
    return answer(
        parameters,
        "call_rate",
        "calls/sec, grouped by service",
        (tally, seconds) -> tally.count() / seconds);
  }

  HttpResponse errors(Parameters parameters) throws IOException {
    return answer(
        parameters,
        "error_rate",
        "error rate, computed as a fraction of errors/sec over calls/sec, grouped by service",
        (tally, _) -> tally.errorShare());
  }

  private static double quantile(Parameters parameters) {
    String text = parameters.required("quantile");
    if (text.matches("[01]?\\.?[0-9]{0,10}") && text.matches(".*[0-9].*")) {
      double quantile = Double.parseDouble(text);
      if (quantile <= 1) {
        return quantile;
      }
    }
    throw new BadParameterException(
        "quantile", "unable to parse param 'quantile': no number from 0 to 1");
  }

  private HttpResponse answer(Parameters parameters, String name, String help, Gauge gauge)
      throws IOException {
    Map<String, String> services = services(parameters);
    boolean byOperation =
        JaegerParameters.bool("groupByOperation", parameters.text("groupByOperation"));
    long now = clock.millis();
    long end = WholeNumber.of(parameters, "endTs", now, 0, WholeNumber.EPOCH_MILLIS_MAX);
    long lookback = millis(parameters, "lookback", LOOKBACK_DEFAULT);
    long step = millis(parameters, "step", STEP_DEFAULT);
    long ratePer = millis(parameters, "ratePer", RATE_PER_DEFAULT);
    MetricRange range =
        RollupChoice.stepped(
            queries,
            Math.floorDiv(end - lookback - ratePer, 1_000L),
            Math.ceilDiv(end, 1_000L),
            Math.ceilDiv(step, 1_000L),
            Math.min(
                MetricQueries.STEPS_MAX,
                MetricQueries.POINTS_MAX / (byOperation ? OPERATIONS : services.size())));
    MetricAnswer measured =
        queries.steps(
            selection(services.keySet(), kinds(parameters), byOperation),
            range,
            (int) Math.min(MetricQueries.GROUPS_MAX, MetricQueries.POINTS_MAX / range.steps()));
    PartialAnswer answer = new PartialAnswer();
    if (measured.groupCount() > measured.groups().size()) {
      answer.lacks(
          "%d of %d series were left out"
              .formatted(measured.groupCount() - measured.groups().size(), measured.groupCount()));
    }
    String prefix = byOperation ? "service_operation_" : "service_";
    String told = byOperation ? help + " & operation" : help;
    return answer.ok(json -> {
      JaegerAnswer.pretty(parameters, json);
      json.writeStartObject();
      json.writeStringField("name", prefix + name);
      json.writeStringField("type", "GAUGE");
      json.writeStringField("help", told);
      json.writeArrayFieldStart("metrics");
      for (MetricAnswer.Group group : measured.groups()) {
        json.writeStartObject();
        labels(json, group, services);
        points(json, measured, group, new Window(end, lookback, ratePer), gauge);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  /// As it is measured, and as it was asked for.
  private Map<String, String> services(Parameters parameters) {
    List<String> asked = parameters.all("service");
    if (asked.isEmpty()) {
      throw new BadParameterException("service", "please provide at least one service name");
    }
    if (asked.size() > SERVICES_MAX) {
      throw new BadParameterException(
          "service", asked.size() + " services, allowed are " + SERVICES_MAX, SERVICES_MAX);
    }
    Map<String, String> services = new LinkedHashMap<>();
    for (String service : asked) {
      services.put(names.service(JaegerNames.ourService(service)), service);
    }
    return services;
  }

  private static Set<String> kinds(Parameters parameters) {
    List<String> asked = parameters.all("spanKind");
    return (asked.isEmpty() ? Stream.of(SpanKind.SERVER) : asked.stream().map(JaegerMetrics::kind))
        .map(SpanKind::name)
        .collect(Collectors.toSet());
  }

  private static SpanKind kind(String text) {
    return TagConditions.kind("spanKind", text);
  }

  private static SeriesSelection selection(
      Set<String> services, Set<String> kinds, boolean byOperation) {
    return new SeriesSelection(
        false,
        Map.of(Label.SERVICE, Set.copyOf(services), Label.KIND, kinds),
        byOperation ? List.of(Label.SERVICE, Label.NAME) : List.of(Label.SERVICE),
        false);
  }

  private static long millis(Parameters parameters, String name, long fallback) {
    return WholeNumber.of(parameters, name, fallback, 1, WholeNumber.LOOKBACK_MAX);
  }

  private static void labels(
      JsonGenerator json, MetricAnswer.Group group, Map<String, String> services)
      throws IOException {
    json.writeArrayFieldStart("labels");
    String service = group.values().getFirst();
    label(json, "service_name", services.getOrDefault(service, service));
    if (group.values().size() > 1) {
      label(json, "operation", group.values().get(1));
    }
    json.writeEndArray();
  }

  private static void label(JsonGenerator json, String name, String value) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("value", value);
    json.writeEndObject();
  }

  /// What is asked for, in milliseconds.
  private record Window(long end, long lookback, long ratePer) {}

  private static void points(
      JsonGenerator json, MetricAnswer answer, MetricAnswer.Group group, Window asked, Gauge gauge)
      throws IOException {
    MetricRange range = answer.range();
    int width = (int) Math.max(1, asked.ratePer / (range.stepSeconds() * 1_000));
    json.writeArrayFieldStart("metricPoints");
    for (int step = 0; step < range.steps(); step++) {
      long at = Math.min(asked.end, (range.startOf(step) + range.stepSeconds()) * 1_000);
      if (at < asked.end - asked.lookback) {
        continue;
      }
      int from = Math.max(0, step - width + 1);
      Tally tally = Tally.sum(group.steps().subList(from, step + 1));
      long millis =
          answer.coveredMillis().subList(from, step + 1).stream().mapToLong(Long::longValue).sum();
      boolean measured = millis > 0 || tally.count() > 0;
      json.writeStartObject();
      json.writeObjectFieldStart("gaugeValue");
      json.writeNumberField(
          "doubleValue", measured ? gauge.of(tally, Math.max(millis, 1) / 1_000.0) : Double.NaN);
      json.writeEndObject();
      json.writeStringField("timestamp", Instant.ofEpochMilli(at).toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
