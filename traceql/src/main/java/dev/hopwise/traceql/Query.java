package dev.hopwise.traceql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/// A checked query.
///
/// @param hints what `with(…)` says, by name; whoever runs the query decides which he heeds
public record Query(Pipeline pipeline, Map<String, Value> hints) {
  public Query {
    hints = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(hints));
  }

  /// The spansets of one trace that satisfy it, none of them empty.
  public List<Spanset> evaluate(TraceView trace) {
    return new SpansetEvaluator(trace).run(pipeline);
  }

  /// The attributes and intrinsics that it mentions, in its order.
  public SequencedSet<FieldExpression> fields() {
    return MentionedFields.of(pipeline);
  }

  /// TraceQL that parses to an equal query.
  @Override
  public String toString() {
    return Printer.print(this);
  }
}
