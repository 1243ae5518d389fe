package dev.hopwise.server.api.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.model.SpanKind;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.metrics.Label;
import dev.hopwise.query.metrics.MeasuredNames;
import dev.hopwise.query.metrics.MetricAnswer;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.query.metrics.SeriesSelection;
import dev.hopwise.server.api.RollupChoice;
import dev.hopwise.server.api.TagConditions;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Services and their operations. The names are those of stored spans, so that every one of them
/// can be searched for; the kinds are those under which they were measured in the last week, since
/// the store has no list of pairs. A name that was not measured has no kind.
final class JaegerOperations {

  private static final long MEASURED_SECONDS = Duration.ofDays(7).toSeconds();

  private final QueryService queries;
  private final MetricQueries metrics;
  private final MeasuredNames names;

  JaegerOperations(QueryService queries, MetricQueries metrics, MeasuredNames names) {
    this.queries = queries;
    this.metrics = metrics;
    this.names = names;
  }

  /// A name with one of its kinds; UNSPECIFIED when it has none.
  record Operation(String name, SpanKind kind) {}

  List<String> services() {
    return queries.services(TimeRange.ALL).texts().stream().map(JaegerNames::service).toList();
  }

  List<String> names(String service) {
    return queries.spanNames(JaegerNames.ourService(service), TimeRange.ALL).texts();
  }

  /// @param kindText only those of the kind, null or empty for all
  List<Operation> operations(String service, @Nullable String kindText) {
    @Nullable SpanKind asked = kindText == null ? null : TagConditions.kind("spanKind", kindText);
    Map<String, Set<SpanKind>> measured = measured(service);
    List<Operation> operations = new ArrayList<>();
    for (String name : names(service)) {
      Set<SpanKind> kinds = EnumSet.noneOf(SpanKind.class);
      names.spanName(name).forEach(label -> kinds.addAll(measured.getOrDefault(label, Set.of())));
      if (kinds.isEmpty()) {
        kinds.add(SpanKind.UNSPECIFIED);
      }
      kinds.stream()
          .filter(kind -> asked == null || kind == asked)
          .forEach(kind -> operations.add(new Operation(name, kind)));
    }
    return operations;
  }

  private Map<String, Set<SpanKind>> measured(String service) {
    long now = queries.clock().instant().getEpochSecond();
    MetricAnswer answer =
        metrics.totals(
            new SeriesSelection(
                false,
                Map.of(Label.SERVICE, Set.of(names.service(JaegerNames.ourService(service)))),
                List.of(Label.NAME, Label.KIND),
                false),
            RollupChoice.whole(metrics, now - MEASURED_SECONDS, now + 1),
            MetricQueries.GROUPS_MAX);
    Map<String, Set<SpanKind>> kinds = new HashMap<>();
    for (MetricAnswer.Group group : answer.groups()) {
      kinds
          .computeIfAbsent(group.values().get(0), _ -> EnumSet.noneOf(SpanKind.class))
          .add(SpanKind.valueOf(group.values().get(1)));
    }
    return kinds;
  }

  /// As both versions tell them.
  static void write(JsonGenerator json, List<Operation> operations) throws IOException {
    json.writeStartArray();
    for (Operation operation : operations) {
      json.writeStartObject();
      json.writeStringField("name", operation.name());
      json.writeStringField("spanKind", JaegerNames.kind(operation.kind()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
