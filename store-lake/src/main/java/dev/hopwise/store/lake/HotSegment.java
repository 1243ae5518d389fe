package dev.hopwise.store.lake;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.Field;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValuesRequest;
import dev.hopwise.store.ValuesRequest.Kind;
import dev.hopwise.store.memory.FieldValues;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A builder as a part of the lake that can be asked, while it is written. Every question is
/// answered from the rows that were published when it came.
final class HotSegment implements Segment {

  private final SegmentBuilder builder;
  private final RowDecoder decoder;

  HotSegment(SegmentBuilder builder) {
    this.builder = builder;
    this.decoder = new RowDecoder(builder);
  }

  @Override
  public long rows() {
    return builder.rows();
  }

  @Override
  public long minStartEpochNanos() {
    return builder.minStartEpochNanos();
  }

  @Override
  public long maxStartEpochNanos() {
    return builder.maxStartEpochNanos();
  }

  @Override
  public void trace(TraceId id, Consumer<Span> spans) {
    int rows = builder.rows();
    int trace = builder.traces().find(id.high(), id.low());
    if (trace == TraceTable.NONE) {
      return;
    }
    for (int row : builder.traceRows().of(trace, rows)) {
      spans.accept(decoder.span(row));
    }
  }

  @Override
  public void search(SpanFilter filter, TimeRange range, TopPlaces found, ReadBudget budget) {
    int rows = builder.rows();
    TraceTable traces = builder.traces();
    scan(
        rows,
        HotFilter.of(filter, builder),
        range,
        found::leastWanted,
        budget,
        row -> {
          int trace = builder.trace(row);
          found.offer(traces.high(trace), traces.low(trace), builder.startEpochNanos(row));
        });
  }

  /// Block by block: newest arrivals first, since they are mostly the newest spans, which make
  /// others unwanted.
  ///
  /// @param leastWanted the earliest start that is still of interest
  private void scan(
      int rows,
      HotTest test,
      TimeRange range,
      LongSupplier leastWanted,
      ReadBudget budget,
      IntConsumer matching) {
    int from = (rows - 1) / BlockMaxima.ROWS * BlockMaxima.ROWS;
    for (int end = rows; end > 0 && !budget.exhausted(); end = from, from -= BlockMaxima.ROWS) {
      long least = Math.max(range.fromEpochNanos(), leastWanted.getAsLong());
      if (builder.startMaxima().of(from) >= least) {
        budget.inspectedSpans(end - from);
        BitSet wanted = startingWithin(from, end, least, range.toEpochNanos());
        test.retain(from, wanted);
        for (int i = wanted.length() - 1; i >= 0; i = wanted.previousSetBit(i - 1)) {
          matching.accept(from + i);
        }
      }
    }
  }

  private BitSet startingWithin(int from, int end, long least, long before) {
    BitSet within = new BitSet(BlockMaxima.ROWS);
    if (builder.minStartEpochNanos() >= least && builder.startMaxima().of(from) < before) {
      within.set(0, end - from);
      return within;
    }
    for (int row = from; row < end; row++) {
      long start = builder.startEpochNanos(row);
      if (start >= least && start < before) {
        within.set(row - from);
      }
    }
    return within;
  }

  @Override
  public void values(ValuesRequest request, ValueSink values, ReadBudget budget) {
    int rows = builder.rows();
    scan(
        rows,
        HotFilter.of(request.filter(), builder),
        request.range(),
        () -> values.isOpen() ? Long.MIN_VALUE : Long.MAX_VALUE,
        budget,
        collector(request.kind(), values));
  }

  private IntConsumer collector(Kind kind, ValueSink values) {
    return switch (kind) {
      case Kind.Keys(Field.Scope scope) when scope == Field.Scope.SPAN -> ownKeys(values);
      case Kind.Keys(Field.Scope scope) -> row -> keys(row, values, scope);
      case Kind.ValuesOf(Field field) -> valuesOf(field, values);
    };
  }

  private IntConsumer ownKeys(ValueSink values) {
    BitSet seen = new BitSet();
    AttributeColumn attributes = builder.attributes();
    return row -> {
      for (int place = 0; place < DedicatedColumns.COUNT; place++) {
        if (isSet(place, row)) {
          offerKey(builder.keys().find(DedicatedColumns.key(place)), seen, values);
        }
      }
      for (int entry = attributes.start(row); entry < attributes.end(row); entry++) {
        offerKey(attributes.key(entry), seen, values);
      }
    };
  }

  private boolean isSet(int place, int row) {
    return place == DedicatedColumns.STATUS_CODE_PLACE
        ? builder.hasStatusCode(row)
        : builder.dedicated().get(place, row) != TextPool.NONE;
  }

  private void offerKey(int key, BitSet seen, ValueSink values) {
    if (!seen.get(key)) {
      seen.set(key);
      values.offer(AttributeValue.of(builder.keys().text(key)));
    }
  }

  private void keys(int row, ValueSink values, Field.Scope scope) {
    FieldValues.keys(decoder.span(row), scope).map(AttributeValue::of).forEach(values::offer);
  }

  private IntConsumer valuesOf(Field field, ValueSink values) {
    BitSet seen = new BitSet();
    return switch (field) {
      case Field.Intrinsic.NAME -> {
        IntColumn names = builder.ints(LakeColumn.NAME);
        yield row -> offerText(names.get(row), seen, values);
      }
      case Field.Intrinsic.SERVICE -> row -> offerText(builder.origin(row).service(), seen, values);
      case AttributeOf(Field.Scope scope, String key) when scope == Field.Scope.SPAN -> {
        OwnAttribute own = new OwnAttribute(builder, key);
        yield row -> offerOwn(own.find(row), seen, values);
      }
      case Field other -> row -> offer(FieldValues.of(decoder.span(row), other), values);
    };
  }

  private void offerText(int id, BitSet seen, ValueSink values) {
    if (!seen.get(id)) {
      seen.set(id);
      values.offer(AttributeValue.of(builder.texts().text(id)));
    }
  }

  private void offerOwn(long found, BitSet seen, ValueSink values) {
    if (found == OwnAttribute.ABSENT) {
      return;
    }
    int code = OwnAttribute.code(found);
    int value = OwnAttribute.value(found);
    if (code == AttributeColumn.TEXT_CODE) {
      offerText(value, seen, values);
    } else if (code == OwnAttribute.INTEGER_CODE) {
      values.offer(AttributeValue.of((long) value));
    } else {
      offer(decoder.value(code, value), values);
    }
  }

  private static void offer(@Nullable AttributeValue value, ValueSink values) {
    switch (value) {
      case null -> {}
      case AttributeValue.Array(List<AttributeValue> elements) -> elements.forEach(values::offer);
      default -> values.offer(value);
    }
  }
}
