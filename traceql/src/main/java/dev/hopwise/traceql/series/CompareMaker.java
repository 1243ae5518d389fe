package dev.hopwise.traceql.series;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.Attributes;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.FieldExpression.AttributeOf;
import dev.hopwise.traceql.FieldExpression.Scope;
import dev.hopwise.traceql.Intrinsic;
import dev.hopwise.traceql.MetricsExpression.Measured;
import dev.hopwise.traceql.MetricsFunction.Compare;
import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceView;
import dev.hopwise.traceql.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `compare`: how often each value of each attribute occurs on either side. Not thread-safe.
final class CompareMaker implements SeriesMaker {

  private static final String TOO_MANY = "__too_many_values__";

  /// What says something about many spans; ids and durations do not.
  private static final List<Intrinsic> INTRINSICS =
      List.of(
          Intrinsic.NAME,
          Intrinsic.STATUS,
          Intrinsic.STATUS_MESSAGE,
          Intrinsic.KIND,
          Intrinsic.ROOT_NAME,
          Intrinsic.ROOT_SERVICE,
          Intrinsic.SCOPE_NAME);

  private final Query pipeline;
  private final Compare compare;
  private final SeriesGrid grid;
  private final Room room;
  private final int exemplarsMax;
  private final Side baseline = new Side("baseline");
  private final Side selection = new Side("selection");

  private record Side(
      String name, Map<String, Map<Value, SpanSeries>> values, Map<String, SpanSeries> totals) {
    Side(String name) {
      this(name, new TreeMap<>(), new TreeMap<>());
    }
  }

  CompareMaker(Measured measured, Compare compare, SeriesGrid grid, Room room, int exemplarsMax) {
    pipeline = new Query(measured.pipeline(), Map.of());
    this.compare = compare;
    this.grid = grid;
    this.room = room;
    this.exemplarsMax = exemplarsMax;
  }

  @Override
  public void add(TraceView trace) {
    TraceSpan.forEachSelected(pipeline, trace, this::add);
  }

  private void add(TraceSpan span) {
    int step = grid.stepOf(span.startEpochNanos());
    if (step < 0 || span.weight() == 0) {
      return;
    }
    Side side = isSelected(span) ? selection : baseline;
    for (Intrinsic intrinsic : INTRINSICS) {
      count(side, step, span, intrinsic, span.value(intrinsic));
    }
    count(side, step, span, Scope.RESOURCE, span.span().resource().attributes());
    count(side, step, span, Scope.SPAN, span.span().attributes());
  }

  private boolean isSelected(TraceSpan span) {
    FieldExpression condition = compare.selection().condition();
    long start = span.startEpochNanos();
    boolean inRange =
        compare.toEpochNanos() == 0
            || (start >= compare.fromEpochNanos() && start < compare.toEpochNanos());
    return inRange && (condition == null || Value.isTrue(span.value(condition)));
  }

  private void count(Side side, int step, TraceSpan span, Scope scope, Attributes attributes) {
    for (Attribute attribute : attributes) {
      count(side, step, span, new AttributeOf(scope, attribute.key()), Value.of(attribute.value()));
    }
  }

  private void count(Side side, int step, TraceSpan span, FieldExpression field, Value value) {
    if (value instanceof Value.Nil) {
      return;
    }
    String name = TraceQl.text(field);
    Map<Value, SpanSeries> ofField = side.values.computeIfAbsent(name, _ -> new HashMap<>());
    SpanSeries ofValue = ofField.get(value);
    if (ofValue == null && room.takeSeries(SpanSeries.bytes(grid))) {
      ofValue = new SpanSeries(grid, 0, false);
      ofField.put(value, ofValue);
    }
    SpanSeries total = side.totals.get(name);
    if (total == null && room.takeSeries(SpanSeries.bytes(grid))) {
      total = new SpanSeries(grid, exemplarsMax, false);
      side.totals.put(name, total);
    }
    if (ofValue == null
        || total == null
        || !ofValue.add(step, span, 1, false, room)
        || !total.add(step, span, 1, false, room)) {
      room.leaveOut();
    }
  }

  @Override
  public List<TimeSeries> series() {
    List<TimeSeries> all = new ArrayList<>();
    for (Side side : List.of(baseline, selection)) {
      side.values.forEach((name, values) -> {
        values.entrySet().stream()
            .map(each -> counts(side.name, new SeriesLabel(name, each.getKey()), each.getValue()))
            .sorted(
                Comparator.comparingDouble((TimeSeries each) -> -each.size())
                    .thenComparing(each -> each.labels().toString()))
            .limit(compare.topN())
            .forEach(all::add);
        if (values.size() > compare.topN()) {
          all.add(tooMany(name));
        }
      });
      side.totals.forEach((name, total) ->
          all.add(counts(side.name + "_total", new SeriesLabel(name, Value.NIL), total)));
    }
    return all.stream().distinct().toList();
  }

  private TimeSeries counts(String type, SeriesLabel label, SpanSeries series) {
    return series.series(
        List.of(SeriesLabel.text(SeriesLabel.META_TYPE, type), label),
        (cell, noneMax) -> cell == null ? new Estimate(0, 0, noneMax, 0) : cell.count());
  }

  private TimeSeries tooMany(String name) {
    return new TimeSeries(
        List.of(
            SeriesLabel.text(SeriesLabel.META_ERROR, TOO_MANY), new SeriesLabel(name, Value.NIL)),
        java.util.Collections.nCopies(grid.steps(), null),
        List.of());
  }
}
