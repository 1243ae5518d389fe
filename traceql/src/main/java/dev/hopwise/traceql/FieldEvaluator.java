package dev.hopwise.traceql;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanTree;
import dev.hopwise.traceql.FieldExpression.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Values of field expressions for the spans of a trace.
public final class FieldEvaluator implements Expressions.Leaves {

  private final TraceView trace;

  public FieldEvaluator(TraceView trace) {
    this.trace = trace;
  }

  /// The value for the span at an index of the trace's tree.
  public Value value(FieldExpression expression, int index) {
    return Expressions.value(expression, this, index);
  }

  @Override
  public Value leaf(FieldExpression field, int index) {
    return switch (field) {
      case Intrinsic intrinsic -> intrinsic(intrinsic, index);
      case FieldExpression.AttributeOf(Scope scope, String name) ->
          attribute(trace.tree().span(index), scope, name);
      default -> throw new IllegalArgumentException(field + " is no attribute or intrinsic");
    };
  }

  private Value intrinsic(Intrinsic intrinsic, int index) {
    Span span = trace.tree().span(index);
    return switch (intrinsic) {
      case DURATION -> new Value.DurationNanos(span.durationNanos());
      case NAME -> new Value.Text(span.name());
      case STATUS -> new Value.Status(span.status().code());
      case STATUS_MESSAGE -> unlessEmpty(span.status().message());
      case KIND -> new Value.Kind(span.kind());
      case SPAN_ID -> new Value.Text(SpanId.hex(span.spanId()));
      case PARENT_ID -> span.isRoot() ? Value.NIL : new Value.Text(SpanId.hex(span.parentSpanId()));
      case CHILD_COUNT -> new Value.Int(trace.childCount(index));
      case ROOT_NAME -> root() == null ? Value.NIL : new Value.Text(root().name());
      case ROOT_SERVICE -> root() == null ? Value.NIL : new Value.Text(root().serviceName());
      case TRACE_DURATION -> new Value.DurationNanos(trace.durationNanos());
      case TRACE_ID -> new Value.Text(span.traceId().hex());
      case EVENT_NAME -> many(span.events().stream().map(e -> new Value.Text(e.name())));
      case EVENT_TIME_SINCE_START ->
          many(
              span.events().stream()
                  .map(e -> new Value.DurationNanos(e.epochNanos() - span.startEpochNanos())));
      case LINK_TRACE_ID -> many(span.links().stream().map(l -> new Value.Text(l.traceId().hex())));
      case LINK_SPAN_ID ->
          many(span.links().stream().map(l -> new Value.Text(SpanId.hex(l.spanId()))));
      case SCOPE_NAME -> unlessEmpty(span.scope().name());
      case SCOPE_VERSION -> unlessEmpty(span.scope().version());
      case NESTED_SET_LEFT -> new Value.Int(trace.nestedSetLeft(index));
      case NESTED_SET_RIGHT -> new Value.Int(trace.nestedSetRight(index));
      case NESTED_SET_PARENT -> new Value.Int(trace.nestedSetParent(index));
    };
  }

  private @Nullable Span root() {
    return trace.root() == SpanTree.NONE ? null : trace.tree().span(trace.root());
  }

  private static Value attribute(Span span, Scope scope, String name) {
    return switch (scope) {
      case SPAN -> valueOrNil(span.attributes().get(name));
      case RESOURCE ->
          name.equals(dev.hopwise.model.Resource.SERVICE_NAME)
              ? new Value.Text(span.serviceName())
              : valueOrNil(span.resource().attributes().get(name));
      case INSTRUMENTATION -> valueOrNil(span.scope().attributes().get(name));
      case ANY -> {
        AttributeValue own = span.attributes().get(name);
        yield valueOrNil(own == null ? span.resource().attributes().get(name) : own);
      }
      case EVENT -> joined(span.events().stream().map(e -> e.attributes()), name);
      case LINK -> joined(span.links().stream().map(l -> l.attributes()), name);
    };
  }

  /// What all events or links have there, the elements of arrays one by one.
  private static Value joined(Stream<Attributes> all, String name) {
    List<Value> found = new ArrayList<>();
    boolean[] present = {false};
    all.forEach(attributes -> {
      AttributeValue value = attributes.get(name);
      if (value != null) {
        present[0] = true;
        if (Value.of(value) instanceof Value.Many(var elements)) {
          found.addAll(elements);
        } else {
          found.add(Value.of(value));
        }
      }
    });
    return present[0] ? new Value.Many(found) : Value.NIL;
  }

  private static Value many(Stream<? extends Value> values) {
    List<Value> list = values.<Value>map(v -> v).toList();
    return list.isEmpty() ? Value.NIL : new Value.Many(list);
  }

  private static Value valueOrNil(@Nullable AttributeValue value) {
    return value == null ? Value.NIL : Value.of(value);
  }

  private static Value unlessEmpty(String text) {
    return text.isEmpty() ? Value.NIL : new Value.Text(text);
  }
}
