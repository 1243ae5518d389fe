package dev.hopwise.query;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanTree;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.traceql.FieldEvaluator;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.TraceView;
import dev.hopwise.traceql.Value;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A trace that the query selected.
///
/// @param found its place by the store's filter
/// @param place its place by the query: never before `found`
record Candidate(Place found, Place place, TraceSummary summary) {

  /// The trace, if the query selects spans of it in the range.
  static @Nullable Candidate evaluate(Place found, StoredTrace trace, SearchQuestion question) {
    TraceView view = TraceView.of(trace.spans());
    SpanTree tree = view.tree();
    BitSet matches = new BitSet(tree.size());
    question.query().evaluate(view).forEach(set -> set.spans().forEach(matches::set));
    int[] newestFirst =
        matches.stream()
            .filter(i -> question.range().contains(tree.span(i).startEpochNanos()))
            .boxed()
            .sorted((a, b) -> newestFirst(tree, a, b))
            .mapToInt(Integer::intValue)
            .toArray();
    if (newestFirst.length == 0) {
      return null;
    }
    Place place = new Place(tree.span(newestFirst[0]).startEpochNanos(), trace.id());
    return new Candidate(found, place, summary(view, newestFirst, question));
  }

  private static int newestFirst(SpanTree tree, int a, int b) {
    int byStart = Long.compare(tree.span(b).startEpochNanos(), tree.span(a).startEpochNanos());
    return byStart != 0
        ? byStart
        : Long.compareUnsigned(tree.span(a).spanId(), tree.span(b).spanId());
  }

  private static TraceSummary summary(TraceView view, int[] newestFirst, SearchQuestion question) {
    SpanTree tree = view.tree();
    List<ServiceCount> services = ServiceCount.of(tree);
    int told = question.spansPerTraceMax() == 0 ? newestFirst.length : question.spansPerTraceMax();
    FieldEvaluator fields = new FieldEvaluator(view);
    return new TraceSummary(
        tree.span(0).traceId(),
        tree.root() == SpanTree.NONE ? null : tree.span(tree.root()),
        TraceExtent.startEpochNanos(tree),
        TraceExtent.endEpochNanos(tree) - TraceExtent.startEpochNanos(tree),
        tree.size(),
        services.stream().mapToInt(ServiceCount::errorCount).sum(),
        (int) IntStream.range(0, tree.size()).filter(tree::isOrphan).count(),
        services,
        TraceKept.of(tree),
        newestFirst.length,
        IntStream.of(newestFirst)
            .limit(told)
            .mapToObj(i -> matched(tree.span(i), i, fields, question))
            .toList());
  }

  private static TraceSummary.MatchedSpan matched(
      Span span, int index, FieldEvaluator fields, SearchQuestion question) {
    Map<FieldExpression, Value> values = new LinkedHashMap<>();
    for (FieldExpression field : question.query().fields()) {
      Value value = fields.value(field, index);
      if (!(value instanceof Value.Nil)) {
        values.put(field, value);
      }
    }
    return new TraceSummary.MatchedSpan(span, values);
  }
}
