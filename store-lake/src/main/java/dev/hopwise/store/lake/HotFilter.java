package dev.hopwise.store.lake;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Span;
import dev.hopwise.store.Field;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.Field.Intrinsic;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.NumberIs;
import dev.hopwise.store.memory.FieldValues;
import dev.hopwise.store.memory.SpanMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A filter made ready for the columns of a builder: every distinct text, resource, kind, … is
/// judged once, by {@link SpanMatcher}, and rows are then matched by numbers.
///
/// Belongs to one query and one thread.
final class HotFilter {

  private final SegmentBuilder rows;
  private final RowDecoder decoder;

  private HotFilter(SegmentBuilder rows) {
    this.rows = rows;
    this.decoder = new RowDecoder(rows);
  }

  /// The test of rows that were published when this is called.
  static HotTest of(SpanFilter filter, SegmentBuilder rows) {
    return new HotFilter(rows).compile(filter);
  }

  private HotTest compile(SpanFilter filter) {
    return switch (filter) {
      case SpanFilter.And(List<SpanFilter> operands) -> HotTest.all(cheapestFirst(operands));
      case SpanFilter.Or(List<SpanFilter> operands) -> HotTest.any(cheapestFirst(operands));
      case SpanFilter.Not(SpanFilter operand) -> HotTest.except(compile(operand));
      case SpanFilter.Exists(Field field) -> compare(filter, field);
      case SpanFilter.TextIs is -> compare(is, is.field());
      case SpanFilter.TextMatches is -> compare(is, is.field());
      case NumberIs is -> compare(is, is.field());
      case SpanFilter.BoolIs is -> compare(is, is.field());
    };
  }

  /// Attributes take longer to find than what every span has.
  private List<HotTest> cheapestFirst(List<SpanFilter> filters) {
    return filters.stream()
        .map(this::compile)
        .sorted(Comparator.comparing(test -> test instanceof HotAttribute))
        .toList();
  }

  private HotTest compare(SpanFilter filter, Field field) {
    return switch (field) {
      case Intrinsic intrinsic -> intrinsic(filter, intrinsic);
      case AttributeOf(Field.Scope scope, String key) -> attribute(filter, field, scope, key);
    };
  }

  private HotTest intrinsic(SpanFilter filter, Intrinsic field) {
    return switch (field) {
      case NAME -> text(filter, LakeColumn.NAME);
      case STATUS_MESSAGE -> text(filter, LakeColumn.STATUS_MESSAGE);
      case SERVICE, SCOPE_NAME, SCOPE_VERSION -> HotTest.each(origin(filter, field));
      case KIND -> small(filter, rows::kind);
      case STATUS -> small(filter, rows::status);
      case DURATION -> number(filter, rows::durationNanos);
      case START -> number(filter, rows::startEpochNanos);
      case TRACE_ID -> traceId(filter);
      case SPAN_ID -> HotTest.each(row -> holds(filter, HotValues.hex(rows.spanId(row))));
      case PARENT_ID -> HotTest.each(row -> isParent(filter, rows.parentSpanId(row)));
    };
  }

  private HotTest attribute(SpanFilter filter, Field field, Field.Scope scope, String key) {
    return switch (scope) {
      case RESOURCE, INSTRUMENTATION -> HotTest.each(origin(filter, field));
      case SPAN -> new HotAttribute(rows, key, valueTest(filter, key));
      case ANY -> {
        OwnAttribute own = new OwnAttribute(rows, key);
        ValueTest test = valueTest(filter, key);
        IntPredicate resource = origin(filter, new AttributeOf(Field.Scope.RESOURCE, key));
        yield HotTest.each(row -> {
          long found = own.find(row);
          return found == OwnAttribute.ABSENT ? resource.test(row) : test.holds(found);
        });
      }
      case EVENT -> children(filter, rows.events().runs());
      case LINK -> children(filter, rows.links().runs());
    };
  }

  private ValueTest valueTest(SpanFilter filter, String key) {
    return new ValueTest(filter, rows, rows.isInterned(rows.keys().find(key)));
  }

  /// Few spans have events or links: those are looked at whole.
  private HotTest children(SpanFilter filter, ChildRuns runs) {
    return HotTest.each(
        row -> runs.count(row) > 0 && SpanMatcher.matches(filter, decoder.span(row)));
  }

  private HotTest text(SpanFilter filter, LakeColumn column) {
    ValueTest test = new ValueTest(filter, rows, true); // only values of attributes are appended
    return HotTest.eachOf(
        rows.ints(column), id -> id != TextPool.NONE && test.holds(AttributeColumn.TEXT_CODE, id));
  }

  /// What depends on the resource and the scope alone.
  private IntPredicate origin(SpanFilter filter, Field field) {
    OriginTable origins = rows.origins();
    Judgements judged = new Judgements(OriginTable.COUNT_MAX);
    return row -> {
      int number = rows.originNumber(row);
      return judged.get(number, n -> holdsOrExists(filter, ofOrigin(origins.get(n), field)));
    };
  }

  private static @Nullable AttributeValue ofOrigin(Origin origin, Field field) {
    Span span = HotValues.spanOf(origin);
    return FieldValues.of(span, field);
  }

  private static HotTest small(SpanFilter filter, java.util.function.IntUnaryOperator value) {
    Judgements judged = new Judgements(8);
    return HotTest.each(row ->
        judged.get(value.applyAsInt(row), n -> holdsOrExists(filter, AttributeValue.of((long) n))));
  }

  private static HotTest number(SpanFilter filter, java.util.function.IntToLongFunction value) {
    if (filter instanceof NumberIs(Field _, SpanFilter.Comparison comparison, Number expected)
        && expected instanceof Long limit) {
      long bound = limit;
      return HotTest.each(row -> comparison.holds(Long.compare(value.applyAsLong(row), bound)));
    }
    return HotTest.each(row -> holdsOrExists(filter, AttributeValue.of(value.applyAsLong(row))));
  }

  private HotTest traceId(SpanFilter filter) {
    Judgements judged = new Judgements(rows.traces().count());
    TraceTable traces = rows.traces();
    Function<Integer, AttributeValue> hex =
        trace -> HotValues.hex(traces.high(trace), traces.low(trace));
    return HotTest.each(
        row -> judged.get(rows.trace(row), trace -> holds(filter, hex.apply(trace))));
  }

  private static boolean isParent(SpanFilter filter, long spanId) {
    return spanId != 0 && holds(filter, HotValues.hex(spanId));
  }

  private static boolean holds(SpanFilter filter, AttributeValue value) {
    return holdsOrExists(filter, value);
  }

  static boolean holdsOrExists(SpanFilter filter, @Nullable AttributeValue value) {
    return filter instanceof SpanFilter.Exists
        ? value != null
        : SpanMatcher.valueMatches(filter, value);
  }
}
