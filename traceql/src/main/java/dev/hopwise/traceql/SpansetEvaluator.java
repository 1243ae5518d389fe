package dev.hopwise.traceql;

import dev.hopwise.traceql.Stage.SpansetExpression;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs pipelines over one trace.
final class SpansetEvaluator {

  private final TraceView trace;
  private final FieldEvaluator fields;
  private final ScalarEvaluator scalars;

  SpansetEvaluator(TraceView trace) {
    this.trace = trace;
    fields = new FieldEvaluator(trace);
    scalars = new ScalarEvaluator(fields);
  }

  List<Spanset> run(Pipeline pipeline) {
    BitSet all = new BitSet(trace.tree().size());
    all.set(0, trace.tree().size());
    return run(pipeline, List.of(new Spanset(all, List.of())));
  }

  private List<Spanset> run(Pipeline pipeline, List<Spanset> input) {
    List<Spanset> current = input;
    for (Stage stage : pipeline.stages()) {
      current = apply(stage, current).stream().filter(s -> !s.bits().isEmpty()).toList();
    }
    return current;
  }

  private List<Spanset> apply(Stage stage, List<Spanset> input) {
    return switch (stage) {
      case SpansetExpression expression ->
          input.stream().map(s -> s.with(select(expression, s))).toList();
      case Stage.ScalarFilter(var comparison, var left, var right) ->
          input.stream()
              .filter(s ->
                  Comparisons.holds(comparison, scalars.value(left, s), scalars.value(right, s)))
              .toList();
      case Stage.GroupBy(var by) -> input.stream().flatMap(s -> split(s, by).stream()).toList();
      case Stage.Coalesce() -> input.isEmpty() ? input : List.of(union(input));
      case Stage.Select _ -> input;
    };
  }

  private List<Spanset> split(Spanset spanset, FieldExpression by) {
    Map<Value, BitSet> groups = new LinkedHashMap<>();
    spanset
        .spans()
        .forEach(i -> groups.computeIfAbsent(fields.value(by, i), _ -> new BitSet()).set(i));
    List<Spanset> result = new ArrayList<>();
    groups.forEach((value, spans) -> {
      List<Spanset.Group> labels = new ArrayList<>(spanset.groups());
      labels.add(new Spanset.Group(by, value));
      result.add(new Spanset(spans, labels));
    });
    return result;
  }

  private static Spanset union(List<Spanset> spansets) {
    BitSet all = new BitSet();
    spansets.forEach(s -> all.or(s.bits()));
    return new Spanset(all, List.of());
  }

  private BitSet select(SpansetExpression expression, Spanset input) {
    return switch (expression) {
      case Stage.Filter(var condition) ->
          condition == null ? copy(input.bits()) : filtered(condition, input);
      case Stage.Both(var left, var right) -> {
        BitSet a = select(left, input);
        BitSet b = select(right, input);
        yield a.isEmpty() || b.isEmpty() ? new BitSet() : or(a, b);
      }
      case Stage.Either(var left, var right) -> or(select(left, input), select(right, input));
      case Stage.Structural(var relation, var mode, var left, var right) ->
          new Relations(trace.tree())
              .select(relation, mode, select(left, input), select(right, input));
      case Stage.Nested(var pipeline) -> {
        List<Spanset> results = run(pipeline, List.of(input));
        yield results.isEmpty() ? new BitSet() : union(results).bits();
      }
    };
  }

  private BitSet filtered(FieldExpression condition, Spanset input) {
    BitSet result = new BitSet(trace.tree().size());
    input.spans().filter(i -> Value.isTrue(fields.value(condition, i))).forEach(result::set);
    return result;
  }

  private static BitSet or(BitSet a, BitSet b) {
    a.or(b);
    return a;
  }

  private static BitSet copy(BitSet bits) {
    BitSet copy = new BitSet();
    copy.or(bits);
    return copy;
  }
}
