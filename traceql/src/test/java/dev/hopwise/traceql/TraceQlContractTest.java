package dev.hopwise.traceql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.traceql.TraceQlException.ParseError;
import dev.hopwise.traceql.TraceQlException.Unsupported;
import dev.hopwise.traceql.TraceQlException.ValidationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceQlContractTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ }",
        "({ })",
        "{ true }",
        "{ .a }",
        "{ !.a }",
        "{ .a = \"x\" }",
        "{ .a = `raw \\ text` }",
        "{ span.\"foo bar\" = 1 }",
        "{ resource.service.name = \"gateway\" }",
        "{ .foo-bar/baz:qux = 1 }",
        "{ event.exception.message =~ \".*timeout.*\" }",
        "{ link.reason = \"retry\" && instrumentation.kind != \"x\" }",
        "{ duration > 1h30m }",
        "{ duration >= 1.5s && duration < 2w && traceDuration != 1d }",
        "{ duration > 10µs || duration < 5us }",
        "{ duration > 1000 }",
        "{ status = error && kind = server }",
        "{ status != ok && span:kind = unspecified }",
        "{ statusMessage =~ \"a|b\" && name !~ \"GET .*\" }",
        "{ rootName = \"a\" && rootServiceName = \"b\" }",
        "{ trace:rootName = \"a\" && trace:rootService = \"b\" && trace:duration > 1s }",
        "{ trace:id = \"00\" && span:id != \"1\" && span:parentID = \"2\" && span:childCount > 3 }",
        "{ event:name = \"exception\" && event:timeSinceStart > 1ms }",
        "{ link:traceID = \"a\" || link:spanID = \"b\" }",
        "{ instrumentation:name = \"a\" && instrumentation:version = \"1\" }",
        "{ nestedSetParent < 0 }",
        "{ nestedSetLeft >= 1 && nestedSetRight <= 10 }",
        "{ span:name = \"a\" && span:duration > 1s && span:status = ok && span:kind = client }",
        "{ span:statusMessage = `multi\nline` }",
        "{ duration > 1y2w3d4h5m6s7ms8us9ns }",
        "{ duration > .5s || .a = .25 }",
        "/* first */ { .a = 1 } /* second\nline */ | // third\n count() > 1",
        "{ .a = nil }",
        "{ .a != nil && nil != span.b }",
        "{ .a + 1 * 2 ^ 3 % 4 > -5 }",
        "{ -.a < 3 && -(5) < .b }",
        "{ .a = maxInt || .b = minInt }",
        "{ 1 = .a }",
        "{ .a = .b }",
        "{ .a > 1.5e3 }",
        "{ \"\\x41\\u00e4\\n\" = .a }",
        "{ .a } && { .b } || { .c }",
        "{ .a } >> { .b } > { .c } << { .d } < { .e } ~ { .f }",
        "{ .a } !>> { .b } !> { .c } !<< { .d } !< { .e } !~ { .f }",
        "{ .a } &>> { .b } &> { .c } &<< { .d } &< { .e } &~ { .f }",
        "{ .a } | { .b }",
        "{ } | count() > 2",
        "{ } | avg(duration) >= 1s | max(.a) < 3 | min(.b) = 1 | sum(.c) != 4",
        "{ } | 2 < count()",
        "{ } | count() * 2 + 1 > 4",
        "{ } | (count() + 1) * 2 > 4",
        "({ .a } | count() > 1) && ({ .b } | count() > 1)",
        "count() > 1",
        "{ } | by(resource.service.name) | count() > 2 | coalesce()",
        "{ } | by(.a + 1) | select(.b, name)",
        "{ } with (most_recent=true, sample=0.1, whatever=\"x\")",
        "{ .a /* a comment */ } // another",
      })
  void acceptsWhatTheLanguageHas(String text) {
    Query query = TraceQl.parse(text);
    assertThat(TraceQl.parse(query.toString())).isEqualTo(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "}",
        "{ .a = }",
        "{ .a = 1",
        "{ .a = \"x }",
        "{ .a = `x }",
        "{ . = 1 }",
        "{ span. = 1 }",
        "{ foo = 1 }",
        "{ trace:rootServiceName = \"a\" }",
        "{ span:rootName = \"a\" }",
        "{ trace:status = error }",
        "{ span.\"a\\n\" = 1 }",
        "{ .a = \"\\q\" }",
        "{ .a = 1x }",
        "{ .a = 99999999999999999999 }",
        "{ .a = 300y }",
        "{ .a = 1e5s }",
        "{ .a § 1 }",
        "{ } {",
        "{ } | ",
        "{ } && ",
        "{ } | nonsense()",
        "{ } | count()",
        "{ } | count(.a) > 1",
        "{ } | avg() > 1",
        "coalesce()",
        "{ } | select()",
        "{ } | select(1)",
        "{ } | by()",
        "{ } with (1=2)",
        "({ }",
        "{ } /* open",
      })
  void refusesWhatIsNoTraceQl(String text) {
    assertThatThrownBy(() -> TraceQl.parse(text)).isInstanceOf(ParseError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ 1 }",
        "{ name }",
        "{ \"x\" }",
        "{ .a + 1 }",
        "{ duration = \"1s\" }",
        "{ name > 1 }",
        "{ status = \"error\" }",
        "{ status > ok }",
        "{ kind = error }",
        "{ .a < true }",
        "{ name && .a }",
        "{ !name }",
        "{ -name = 1 }",
        "{ name + 1 = 2 }",
        "{ duration =~ \"a\" }",
        "{ .a =~ 5 }",
        "{ .a =~ \"(\" }",
        "{ .a > nil }",
        "{ name = nil }",
        "{ resource.service.name != nil }",
        "{ nil = nil }",
        "{ } | avg(name) > 1",
        "{ } | avg(1) > 1",
        "{ } | by(1)",
        "1 > 2",
      })
  void refusesWhatCannotMeanAnything(String text) {
    assertThatThrownBy(() -> TraceQl.parse(text)).isInstanceOf(ValidationError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ parent.a = 1 }",
        "{ parent.resource.a = 1 }",
        "{ parent = 1 }",
        "{ parent = nil }",
        "{ } | count() > avg(duration)",
        "{ .a =~ .b }",
        "({ } | count()) > 2",
      })
  void saysWhatItDoesNotAnswer(String text) {
    assertThatThrownBy(() -> TraceQl.parse(text)).isInstanceOf(Unsupported.class);
  }

  @Test
  void pointsAtTheWordThatIsUnknownAndSuggestsTheNearest() {
    assertThatThrownBy(() -> TraceQl.parse("{ .a = 1 && statsu = error }"))
        .isInstanceOfSatisfying(
            ParseError.class,
            e -> {
              assertThat(e.position()).isEqualTo(12);
              assertThat(e.length()).isEqualTo(6);
              assertThat(e.detail()).contains("did you mean \"status\"?");
            });
  }

  @Test
  void pointsAtTheOperandsThatDoNotFit() {
    assertThatThrownBy(() -> TraceQl.parse("{ .a && duration = \"1s\" }"))
        .isInstanceOfSatisfying(
            ValidationError.class,
            e -> {
              assertThat(e.position()).isEqualTo(8);
              assertThat(e.length()).isEqualTo("duration = \"1s\"".length());
            });
  }

  @Test
  void saysWhatWasExpectedAtTheEnd() {
    assertThatThrownBy(() -> TraceQl.parse("{ .a = 1"))
        .isInstanceOfSatisfying(
            ParseError.class,
            e -> {
              assertThat(e.position()).isEqualTo(8);
              assertThat(e.length()).isZero();
              assertThat(e.detail()).isEqualTo("expected \"}\", found the end");
            });
  }

  @Test
  void bindsOperatorsAsDocumented() {
    assertThat(TraceQl.parse("{ .a || .b && .c = 1 + 2 * 3 ^ 2 ^ -1 }"))
        .isEqualTo(TraceQl.parse("{ (.a || .b) && (.c = (1 + (2 * (3 ^ (2 ^ (-1)))))) }"));
    assertThat(TraceQl.parse("{ !.a = .b }")).isEqualTo(TraceQl.parse("{ (!.a) = .b }"));
    assertThat(TraceQl.parse("{.a} && {.b} >> {.c} || {.d}"))
        .isEqualTo(TraceQl.parse("({.a} && ({.b} >> {.c})) || {.d}"));
  }

  @Test
  void readsDurationsExactly() {
    assertThat(TraceQl.parse("{ duration = 1h30m }"))
        .isEqualTo(TraceQl.parse("{ duration = 5400000000000ns }"));
    assertThat(TraceQl.parse("{ duration = 1.000000001s }"))
        .isEqualTo(TraceQl.parse("{ duration = 1000000001ns }"));
  }

  @Test
  void boundsLengthNestingAndOperators() {
    assertThatThrownBy(() -> TraceQl.parse(" ".repeat(TraceQl.TEXT_LENGTH_MAX + 1)))
        .isInstanceOf(ParseError.class)
        .hasMessageContaining("131072");
    assertThatThrownBy(() -> TraceQl.parse("{" + "(".repeat(100) + ".a" + ")".repeat(100) + "}"))
        .isInstanceOf(ParseError.class)
        .hasMessageContaining("64");
    assertThatThrownBy(() -> TraceQl.parse("{" + "!".repeat(100_000) + ".a}"))
        .isInstanceOf(ParseError.class);
    assertThatThrownBy(() -> TraceQl.parse("(".repeat(100_000))).isInstanceOf(ParseError.class);
    assertThatThrownBy(() -> TraceQl.parse("{" + ".a && ".repeat(5_000) + ".a}"))
        .isInstanceOf(ParseError.class)
        .hasMessageContaining("1000");
    TraceQl.parse("{" + ".a && ".repeat(TraceQl.OPERATORS_MAX) + ".a}");
    assertThatThrownBy(() -> TraceQl.parse("{ .a > 1e999999999s || .a > 1e-999999999s }"))
        .isInstanceOf(ParseError.class);
  }
}
