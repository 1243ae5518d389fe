package dev.hopwise.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.Field;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.Field.Intrinsic;
import dev.hopwise.store.Field.Scope;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.BoolIs;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.SpanFilter.Exists;
import dev.hopwise.store.SpanFilter.Not;
import dev.hopwise.store.SpanFilter.NumberIs;
import dev.hopwise.store.SpanFilter.TextIs;
import dev.hopwise.store.SpanFilter.TextMatches;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanMatcherTest {

  private static final long BEYOND_DOUBLES = (1L << 53) + 1;

  private static final Span SPAN =
      new Span(
          new TraceId(0xabc, 0xdef),
          0x10,
          0,
          "",
          0,
          "GET /cart",
          SpanKind.CLIENT,
          1_000,
          900,
          Attributes.of(
              new Attribute("text", AttributeValue.of("b")),
              new Attribute("int", AttributeValue.of(BEYOND_DOUBLES)),
              new Attribute("real", AttributeValue.of(1.5)),
              new Attribute("nan", AttributeValue.of(Double.NaN)),
              new Attribute("zero", AttributeValue.of(-0.0)),
              new Attribute("true", AttributeValue.of(true)),
              new Attribute("nothing", AttributeValue.EMPTY),
              new Attribute("none", array()),
              new Attribute("mixed", array(AttributeValue.of("a"), AttributeValue.of(3))),
              new Attribute("nested", array(array(AttributeValue.of("a"))))),
          0,
          List.of(event("first", "v", AttributeValue.of("x")), event("second", "w", array())),
          0,
          List.of(link("l", array(AttributeValue.of(1), AttributeValue.of(2)))),
          0,
          new Status(StatusCode.ERROR, "broken"),
          new Resource(
              Attributes.of("text", "of the resource").with("only", AttributeValue.of("r")), 0, ""),
          new InstrumentationScope("lib", "", Attributes.of("s", "i"), 0, ""));

  @Test
  void comparesTheIntrinsicsAsTextsAndNumbers() {
    assertMatch(textIs(Intrinsic.NAME, Comparison.EQUAL, "GET /cart"));
    assertMatch(textIs(Intrinsic.SERVICE, Comparison.EQUAL, "unknown_service"));
    assertMatch(textIs(Intrinsic.STATUS_MESSAGE, Comparison.EQUAL, "broken"));
    assertMatch(textIs(Intrinsic.SCOPE_NAME, Comparison.EQUAL, "lib"));
    assertMatch(textIs(Intrinsic.TRACE_ID, Comparison.EQUAL, "0000000000000abc0000000000000def"));
    assertMatch(textIs(Intrinsic.SPAN_ID, Comparison.EQUAL, "0000000000000010"));
    assertMatch(numberIs(Intrinsic.KIND, Comparison.EQUAL, 3L));
    assertMatch(numberIs(Intrinsic.STATUS, Comparison.EQUAL, 2.0));
    assertMatch(numberIs(Intrinsic.DURATION, Comparison.EQUAL, -100L));
    assertMatch(numberIs(Intrinsic.START, Comparison.LESS, 1_000.5));
  }

  @Test
  void anAbsentValueSatisfiesNeitherAComparisonNorItsOpposite() {
    for (Field absent :
        List.of(
            Intrinsic.PARENT_ID,
            Intrinsic.SCOPE_VERSION,
            span("missing"),
            new AttributeOf(Scope.EVENT, "missing"))) {
      assertMiss(textIs(absent, Comparison.EQUAL, "x"));
      assertMiss(textIs(absent, Comparison.NOT_EQUAL, "x"));
      assertMiss(new Exists(absent));
      assertMatch(new Not(textIs(absent, Comparison.NOT_EQUAL, "x")));
    }
  }

  @Test
  void aValueOfAnotherKindSatisfiesNothing() {
    assertMiss(textIs(span("int"), Comparison.NOT_EQUAL, "x"));
    assertMiss(numberIs(span("text"), Comparison.NOT_EQUAL, 1L));
    assertMiss(numberIs(span("true"), Comparison.NOT_EQUAL, 1L));
    assertMiss(new BoolIs(span("text"), Comparison.NOT_EQUAL, true));
    assertMiss(textIs(span("nothing"), Comparison.NOT_EQUAL, "x"));
    assertMatch(new Exists(span("nothing")));
  }

  @Test
  void anArraySatisfiesAComparisonWhenAnElementDoes() {
    assertMatch(textIs(span("mixed"), Comparison.EQUAL, "a"));
    assertMatch(numberIs(span("mixed"), Comparison.GREATER, 2.5));
    assertMatch(new TextMatches(span("mixed"), text -> text.length() == 1));
    assertMiss(textIs(span("mixed"), Comparison.EQUAL, "b"));
    assertMiss(textIs(span("nested"), Comparison.EQUAL, "a"));
  }

  @Test
  void anArrayIsNotEqualWhenNoElementEquals() {
    assertMiss(textIs(span("mixed"), Comparison.NOT_EQUAL, "a"));
    assertMatch(textIs(span("mixed"), Comparison.NOT_EQUAL, "b"));
    assertMatch(textIs(span("none"), Comparison.NOT_EQUAL, "a"));
    assertMiss(textIs(span("none"), Comparison.EQUAL, "a"));
    assertMatch(new Exists(span("none")));
  }

  @Test
  void eventsAndLinksAreLookedAtAsOneArray() {
    assertMatch(textIs(new AttributeOf(Scope.EVENT, "v"), Comparison.EQUAL, "x"));
    assertMatch(textIs(new AttributeOf(Scope.EVENT, "v"), Comparison.NOT_EQUAL, "y"));
    assertMatch(new Exists(new AttributeOf(Scope.EVENT, "w")));
    assertMatch(numberIs(new AttributeOf(Scope.LINK, "l"), Comparison.EQUAL, 2L));
    assertMiss(new Exists(new AttributeOf(Scope.LINK, "v")));
  }

  @Test
  void anyIsTheSpansAttributeAndOtherwiseTheResources() {
    assertMatch(textIs(any("text"), Comparison.EQUAL, "b"));
    assertMiss(textIs(any("text"), Comparison.EQUAL, "of the resource"));
    assertMatch(textIs(any("only"), Comparison.EQUAL, "r"));
    assertMiss(new Exists(any("s")));
    assertMatch(new Exists(new AttributeOf(Scope.INSTRUMENTATION, "s")));
  }

  @Test
  void integersAreComparedExactlyEvenWithDoubles() {
    assertMatch(numberIs(span("int"), Comparison.GREATER, (double) (1L << 53)));
    assertMiss(numberIs(span("int"), Comparison.EQUAL, (double) BEYOND_DOUBLES));
    assertMatch(numberIs(span("int"), Comparison.EQUAL, BEYOND_DOUBLES));
    assertMatch(numberIs(span("real"), Comparison.LESS, 2L));
    assertMatch(numberIs(span("int"), Comparison.LESS, Double.POSITIVE_INFINITY));
    assertThat(ExactNumbers.holds(Long.MAX_VALUE, Comparison.LESS, 0x1p63)).isTrue();
  }

  @Test
  void doublesFollowIeee754() {
    assertMatch(numberIs(span("zero"), Comparison.EQUAL, 0.0));
    assertMatch(numberIs(span("zero"), Comparison.EQUAL, 0L));
    assertMatch(numberIs(span("nan"), Comparison.NOT_EQUAL, Double.NaN));
    assertMiss(numberIs(span("nan"), Comparison.EQUAL, Double.NaN));
    assertMiss(numberIs(span("real"), Comparison.GREATER_OR_EQUAL, Double.NaN));
  }

  @Test
  void textsAreOrderedByTheirBytes() {
    assertThat(ValueOrder.compareTexts("\uFFFD", "\uD83D\uDE00")).isNegative();
    assertMatch(textIs(span("text"), Comparison.GREATER_OR_EQUAL, "aa"));
  }

  private static void assertMatch(SpanFilter filter) {
    assertThat(SpanMatcher.matches(filter, SPAN)).as("%s", filter).isTrue();
  }

  private static void assertMiss(SpanFilter filter) {
    assertThat(SpanMatcher.matches(filter, SPAN)).as("%s", filter).isFalse();
  }

  private static SpanFilter textIs(Field field, Comparison comparison, String value) {
    return new TextIs(field, comparison, value);
  }

  private static SpanFilter numberIs(Field field, Comparison comparison, Number value) {
    return new NumberIs(field, comparison, value);
  }

  private static Field span(String key) {
    return new AttributeOf(Scope.SPAN, key);
  }

  private static Field any(String key) {
    return new AttributeOf(Scope.ANY, key);
  }

  private static AttributeValue array(AttributeValue... values) {
    return new AttributeValue.Array(List.of(values));
  }

  private static Event event(String name, String key, AttributeValue value) {
    return new Event(0, name, Attributes.of(new Attribute(key, value)), 0);
  }

  private static Link link(String key, AttributeValue value) {
    return new Link(new TraceId(1, 1), 1, "", Attributes.of(new Attribute(key, value)), 0, 0);
  }
}
