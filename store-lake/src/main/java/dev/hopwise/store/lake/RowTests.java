package dev.hopwise.store.lake;

import dev.hopwise.model.TraceId;
import dev.hopwise.store.Field;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.Field.Intrinsic;
import dev.hopwise.store.Field.Scope;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.SpanFilter.TextIs;
import dev.hopwise.store.lake.LakeSchema.Leaf;
import dev.hopwise.store.lake.SpanReader.MapLeaves;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Makes a filter into a {@link RowTest}.
final class RowTests {

  static final MapLeaves SPAN_MAP = new MapLeaves("", 1);
  static final MapLeaves EVENT_MAP = new MapLeaves("events.list.element.", 2);
  static final MapLeaves LINK_MAP = new MapLeaves("links.list.element.", 2);

  private static final RowTest NEVER = new RowTest.Never();
  private static final HexFormat HEX = HexFormat.of();

  private RowTests() {}

  static RowTest of(SpanFilter filter) {
    return switch (filter) {
      case SpanFilter.And and -> new RowTest.All(cheapestFirst(and.operands()));
      case SpanFilter.Or or -> new RowTest.Any(cheapestFirst(or.operands()));
      case SpanFilter.Not not -> new RowTest.Except(of(not.operand()));
      case SpanFilter.Exists is -> of(is, is.field());
      case SpanFilter.TextIs is -> of(is, is.field());
      case SpanFilter.TextMatches is -> of(is, is.field());
      case SpanFilter.NumberIs is -> of(is, is.field());
      case SpanFilter.BoolIs is -> of(is, is.field());
    };
  }

  /// The column of a span attribute, or null when it has none.
  static @Nullable LakeColumn dedicated(String key) {
    for (LakeColumn column : LakeSchema.DEDICATED) {
      if (key.equals(column.attributeKey())) {
        return column;
      }
    }
    return null;
  }

  /// The column of an intrinsic text, or null when it is none.
  static @Nullable LakeColumn textColumn(Intrinsic field) {
    return switch (field) {
      case NAME -> LakeColumn.NAME;
      case SERVICE -> LakeColumn.SERVICE;
      case STATUS_MESSAGE -> LakeColumn.STATUS_MESSAGE;
      case SCOPE_NAME -> LakeColumn.SCOPE_NAME;
      case SCOPE_VERSION -> LakeColumn.SCOPE_VERSION;
      case KIND, STATUS, DURATION, START, TRACE_ID, SPAN_ID, PARENT_ID -> null;
    };
  }

  private static List<RowTest> cheapestFirst(List<SpanFilter> filters) {
    return filters.stream()
        .map(RowTests::of)
        .sorted(Comparator.comparingInt(RowTests::cost))
        .toList();
  }

  private static int cost(RowTest test) {
    return switch (test) {
      case RowTest.Never _ -> 0;
      case RowTest.OfText _, RowTest.OfNumber _, RowTest.Present _ -> 1;
      case RowTest.OfStart _ -> 2;
      case RowTest.OfMap _ -> 10;
      case RowTest.OwnOrElse _ -> 20;
      case RowTest.Except except -> cost(except.test());
      case RowTest.All all -> all.tests().stream().mapToInt(RowTests::cost).sum();
      case RowTest.Any any -> any.tests().stream().mapToInt(RowTests::cost).sum();
    };
  }

  private static RowTest of(SpanFilter comparison, Field field) {
    return switch (field) {
      case Intrinsic intrinsic -> intrinsic(comparison, intrinsic);
      case AttributeOf(Scope scope, String key) -> attribute(comparison, scope, key);
    };
  }

  private static RowTest attribute(SpanFilter comparison, Scope scope, String key) {
    return switch (scope) {
      case SPAN -> spanAttribute(comparison, key);
      case RESOURCE -> object(comparison, LakeColumn.RESOURCE, key);
      case INSTRUMENTATION -> object(comparison, LakeColumn.SCOPE_ATTRIBUTES, key);
      case EVENT -> new RowTest.OfMap(new MapScan(EVENT_MAP, key, comparison));
      case LINK -> new RowTest.OfMap(new MapScan(LINK_MAP, key, comparison));
      case ANY -> any(comparison, key);
    };
  }

  private static RowTest any(SpanFilter comparison, String key) {
    RowTest own = spanAttribute(comparison, key);
    RowTest other = object(comparison, LakeColumn.RESOURCE, key);
    if (comparison instanceof SpanFilter.Exists) {
      return new RowTest.Any(List.of(other, own));
    }
    SpanFilter exists = new SpanFilter.Exists(new AttributeOf(Scope.SPAN, key));
    return new RowTest.OwnOrElse(own, spanAttribute(exists, key), other);
  }

  private static RowTest object(SpanFilter comparison, LakeColumn column, String key) {
    return new RowTest.OfText(LakeSchema.leaf(column), TextPredicate.ofObject(comparison, key));
  }

  /// A value of another type than its column's stands in the map.
  private static RowTest spanAttribute(SpanFilter comparison, String key) {
    RowTest inMap = new RowTest.OfMap(new MapScan(SPAN_MAP, key, comparison));
    LakeColumn column = dedicated(key);
    if (column == null) {
      return inMap;
    }
    RowTest inColumn =
        column.shape() == LakeColumn.Shape.INT
            ? number(comparison, LakeSchema.leaf(column))
            : text(comparison, LakeSchema.leaf(column));
    return new RowTest.Any(List.of(inColumn, inMap));
  }

  private static RowTest intrinsic(SpanFilter comparison, Intrinsic field) {
    return switch (field) {
      case NAME -> text(comparison, LakeSchema.leaf(LakeColumn.NAME));
      case SERVICE -> text(comparison, LakeSchema.leaf(LakeColumn.SERVICE));
      case STATUS_MESSAGE -> text(comparison, LakeSchema.leaf(LakeColumn.STATUS_MESSAGE));
      case SCOPE_NAME -> text(comparison, LakeSchema.leaf(LakeColumn.SCOPE_NAME));
      case SCOPE_VERSION -> text(comparison, LakeSchema.leaf(LakeColumn.SCOPE_VERSION));
      case KIND -> number(comparison, LakeSchema.leaf(LakeColumn.KIND));
      case STATUS -> number(comparison, LakeSchema.leaf(LakeColumn.STATUS));
      case DURATION -> number(comparison, LakeSchema.leaf(LakeColumn.DURATION_NANOS));
      case START -> start(comparison);
      case TRACE_ID -> traceId(comparison);
      case SPAN_ID -> spanId(comparison, LakeSchema.leaf(LakeColumn.SPAN_ID));
      case PARENT_ID -> spanId(comparison, LakeSchema.leaf(LakeColumn.PARENT_SPAN_ID));
    };
  }

  private static RowTest text(SpanFilter comparison, Leaf leaf) {
    return switch (comparison) {
      case SpanFilter.Exists _ -> present(leaf);
      case SpanFilter.TextIs _, SpanFilter.TextMatches _ ->
          new RowTest.OfText(leaf, TextPredicate.of(comparison));
      case SpanFilter.NumberIs _,
          SpanFilter.BoolIs _,
          SpanFilter.And _,
          SpanFilter.Or _,
          SpanFilter.Not _ ->
          NEVER;
    };
  }

  private static RowTest number(SpanFilter comparison, Leaf leaf) {
    if (comparison instanceof SpanFilter.NumberIs(_, Comparison how, Number value)) {
      NumberPredicate predicate = new NumberPredicate(how, value);
      return new RowTest.OfNumber(leaf, predicate, predicate);
    }
    return comparison instanceof SpanFilter.Exists ? present(leaf) : NEVER;
  }

  private static RowTest start(SpanFilter comparison) {
    if (comparison instanceof SpanFilter.NumberIs(_, Comparison how, Number value)) {
      return new RowTest.OfStart(new NumberPredicate(how, value));
    }
    return comparison instanceof SpanFilter.Exists ? new RowTest.All(List.of()) : NEVER;
  }

  private static RowTest present(Leaf leaf) {
    return leaf.maxDefinition() == 0 ? new RowTest.All(List.of()) : new RowTest.Present(leaf);
  }

  private static RowTest traceId(SpanFilter comparison) {
    Leaf leaf = LakeSchema.leaf(LakeColumn.TRACE_ID);
    if (comparison instanceof TextIs(_, Comparison how, String value) && how == Comparison.EQUAL) {
      if (!isHex(value, TraceId.HEX_DIGITS)) {
        return NEVER;
      }
      ByteBuffer expected = ByteBuffer.wrap(HEX.parseHex(value));
      return new RowTest.OfText(
          leaf, (bytes, offset, length) -> ByteBuffer.wrap(bytes, offset, length).equals(expected));
    }
    RowTest ofText = text(comparison, leaf);
    if (!(ofText instanceof RowTest.OfText)) {
      return ofText;
    }
    TextPredicate predicate = TextPredicate.of(comparison);
    return new RowTest.OfText(
        leaf,
        (bytes, offset, length) ->
            ofAscii(predicate, HEX.formatHex(bytes, offset, offset + length)));
  }

  private static RowTest spanId(SpanFilter comparison, Leaf leaf) {
    if (comparison instanceof TextIs(_, Comparison how, String value) && how == Comparison.EQUAL) {
      if (!isHex(value, 16)) {
        return NEVER;
      }
      long expected = HexFormat.fromHexDigitsToLong(value);
      return new RowTest.OfNumber(leaf, id -> id == expected, null);
    }
    if (!(text(comparison, leaf) instanceof RowTest.OfText)) {
      return text(comparison, leaf);
    }
    TextPredicate predicate = TextPredicate.of(comparison);
    LongPredicate ofHex = id -> ofAscii(predicate, HEX.toHexDigits(id));
    return new RowTest.OfNumber(leaf, ofHex, null);
  }

  private static boolean ofAscii(TextPredicate predicate, String text) {
    return predicate.test(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
  }

  /// Whether it is the canonical text of an id: any other text is never equal to one.
  private static boolean isHex(String text, int digits) {
    return text.length() == digits
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
