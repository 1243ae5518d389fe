package dev.hopwise.traceql;

import static dev.hopwise.traceql.Spans.attribute;
import static dev.hopwise.traceql.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {

  /// 1 ─┬─ 2 ─── 3 ─── 4 ; 1 ─── 5 ; 6 is an orphan with child 7.
  private static final List<Span> TREE =
      List.of(
          span(1, 0, "a", attribute("n", AttributeValue.of(1))),
          span(2, 1, "b", attribute("n", AttributeValue.of(2.5))),
          span(3, 2, "b", attribute("n", AttributeValue.of("x"))),
          span(4, 3, "c", attribute("n", AttributeValue.of(true))),
          span(5, 1, "c"),
          span(6, 99, "d", attribute("n", AttributeValue.of(Long.MAX_VALUE))),
          span(7, 6, "d", attribute("n", new AttributeValue.Empty())));

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      value = {
        "{ }→1 2 3 4 5 6 7",
        "{ name = \"span 3\" }→3",
        "{ name =~ \"span\" }→",
        "{ name =~ \"span [12]\" }→1 2",
        "{ name !~ \"span [12]\" }→3 4 5 6 7",
        "{ status = error }→2 4 6",
        "{ kind = server && resource.service.name = \"b\" }→2 3",
        "{ duration = 1ms && traceDuration = 7ms }→1 2 3 4 5 6 7",
        "{ .n = 1 }→1",
        "{ .n = 1.0 }→1",
        "{ .n > 2 }→2 6",
        "{ .n != 1 }→2 6",
        "{ .n != \"y\" }→3",
        "{ !(.n = 1) }→2 3 4 5 6 7",
        "{ .n }→4",
        "{ !.n }→",
        "{ .n = nil }→5",
        "{ .n != nil }→1 2 3 4 6 7",
        "{ .n = 9223372036854775807 }→6",
        "{ .n = 9223372036854775807.0 }→",
        "{ .n + 1 = 2 }→1",
        "{ .n * 2 = 5 }→2",
        "{ 2 > .n }→1",
        "{ .n = .n }→1 2 3 4 6",
        "{ .n / 0 = 1 || name = \"span 5\" }→5",
        "{ rootName = \"span 1\" && rootServiceName = \"a\" && name = \"span 7\" }→7",
        "{ span:childCount = 2 }→1",
        "{ span:parentID = \"0000000000000002\" }→3",
        "{ nestedSetParent < 0 }→1",
        "{ nestedSetLeft = 1 && nestedSetRight = 10 }→1",
        "{ nestedSetLeft = 3 && nestedSetRight = 6 }→3",
        "{ nestedSetLeft = 0 }→6 7",
        "{ trace:id = \"00000000000000010000000000000002\" && link:spanID = \"0000000000000007\" }→1 2 3 4 5 6 7",
        "{ name = \"span 1\" } >> { resource.service.name = \"c\" }→4 5",
        "{ name = \"span 1\" } > { }→2 5",
        "{ name = \"span 4\" } << { }→1 2 3",
        "{ name = \"span 4\" } < { }→3",
        "{ name = \"span 2\" } ~ { }→5",
        "{ } ~ { }→2 5",
        "{ name = \"span 2\" } !>> { }→1 2 5 6 7",
        "{ name = \"span 2\" } !> { }→1 2 4 5 6 7",
        "{ name = \"span 4\" } !<< { }→4 5 6 7",
        "{ name = \"nothing\" } !>> { status = error }→2 4 6",
        "{ name = \"span 1\" } &>> { name = \"span 4\" }→1 4",
        "{ name = \"span 3\" } &< { }→2 3",
        "{ name = \"span 2\" } &~ { }→2 5",
        "{ name = \"span 2\" } && { name = \"span 5\" }→2 5",
        "{ name = \"span 2\" } && { name = \"span 9\" }→",
        "{ name = \"span 2\" } || { name = \"span 9\" }→2",
        "{ status = error } | { name = \"span 4\" }→4",
        "{ status = error } | count() = 3→2 4 6",
        "{ status = error } | count() > 3→",
        "{ .n > 0 } | sum(.n) > 4.5→1 2 6",
        "{ .n < 3 } | avg(.n) = 1.75→1 2",
        "{ .n < 3 } | max(.n) = 2.5 | min(.n) = 1→1 2",
        "{ name = \"span 5\" } | sum(.n) = 0→",
        "{ } | by(resource.service.name) | count() = 1→1",
        "{ } | by(resource.service.name) | count() > 1 | coalesce() | count() = 6→2 3 4 5 6 7",
        "({ } | by(resource.service.name) | count() = 1) && { status = error }→1 2 4 6",
      })
  void selects(String query, String expected) {
    List<Spanset> result = TraceQl.parse(query).evaluate(TraceView.of(TREE));
    TraceView view = TraceView.of(TREE);
    String ids =
        String.join(
            " ",
            result.stream()
                .flatMapToInt(Spanset::spans)
                .mapToLong(i -> view.tree().span(i).spanId())
                .sorted()
                .mapToObj(Long::toString)
                .toList());
    assertThat(ids).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void comparesAnyElementOfAnArrayAndNoneForUnequal() {
    AttributeValue array =
        new AttributeValue.Array(List.of(AttributeValue.of("x"), AttributeValue.of(5)));
    TraceView trace = TraceView.of(List.of(span(1, 0, "s", attribute("n", array))));
    assertThat(matches("{ .n = \"x\" && .n = 5 && .n > 4 && .n =~ \"x\" && .n !~ \"y\" }", trace))
        .isTrue();
    assertThat(matches("{ .n != \"x\" || .n != 5 || .n !~ \"x|y\" || .n < 4 }", trace)).isFalse();
    assertThat(matches("{ .n != \"y\" && .n != 6 }", trace)).isTrue();
  }

  @Test
  void looksAtTheAttributesOfAllEvents() {
    TraceView trace =
        TraceView.of(
            List.of(
                Spans.withEvents(
                    1, Attributes.of("m", "x"), Attributes.EMPTY, Attributes.of("m", "y"))));
    assertThat(matches("{ event.m = \"y\" && event.m != \"z\" && event:name = \"e\" }", trace))
        .isTrue();
    assertThat(matches("{ event.m != \"x\" || event.other != \"x\" }", trace)).isFalse();
    assertThat(matches("{ event:timeSinceStart = 500 }", trace)).isTrue();
  }

  @Test
  void namesTheGroupsOfBy() {
    List<Spanset> groups =
        TraceQl.parse("{ } | by(resource.service.name)").evaluate(TraceView.of(TREE));
    assertThat(groups)
        .extracting(g -> g.groups().getFirst().value())
        .containsExactly(
            new Value.Text("a"), new Value.Text("b"), new Value.Text("c"), new Value.Text("d"));
  }

  @Test
  void walksAChainOfAHundredThousandSpans() {
    List<Span> chain =
        IntStream.rangeClosed(1, 100_000).mapToObj(i -> span(i, i - 1, "s")).toList();
    TraceView trace = TraceView.of(chain);
    assertThat(matches("{ name = \"span 1\" } >> { name = \"span 100000\" }", trace)).isTrue();
    assertThat(matches("{ name = \"span 100000\" } << { name = \"span 1\" }", trace)).isTrue();
  }

  @Test
  void evaluatesTheLongestChainOfOperators() {
    String query = "{" + ".n = 3 || ".repeat(TraceQl.OPERATORS_MAX / 2 - 1) + ".n = 1}";
    assertThat(matches(query, TraceView.of(TREE))).isTrue();
  }

  @Test
  void namesTheFieldsThatAQueryMentions() {
    assertThat(
            TraceQl.parse("{ .a = 1 && status = error } | by(name) | select(span.b, .a)").fields())
        .map(Printer::field)
        .containsExactly(".a", "status", "name", "span.b");
  }

  private static boolean matches(String query, TraceView trace) {
    return !TraceQl.parse(query).evaluate(trace).isEmpty();
  }
}
