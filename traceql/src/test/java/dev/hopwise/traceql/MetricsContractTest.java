package dev.hopwise.traceql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.traceql.TraceQlException.ParseError;
import dev.hopwise.traceql.TraceQlException.Unsupported;
import dev.hopwise.traceql.TraceQlException.ValidationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsContractTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ } | rate()",
        "{ } | count_over_time() by (resource.service.name)",
        "{ .a } | rate() by(name, span.\"foo bar\", status, kind, .c)",
        "{ } | min_over_time(duration) by (.a)",
        "{ } | max_over_time(span.bytes)",
        "{ } | sum_over_time(.a)",
        "{ } | avg_over_time(traceDuration)",
        "{ } | histogram_over_time(duration) by (name)",
        "{ } | quantile_over_time(duration, 0, .5, 0.99, 1) by (name)",
        "{ } | compare({ status = error })",
        "{ } | compare({ status = error }, 5)",
        "{ } | compare({ }, 5, 1700000000000000000, 1700000600000000000)",
        "{ .a } >> { .b } | rate()",
        "({ .a } && { .b }) | rate()",
        "(({ .a } | count() > 1) && { .b }) | rate()",
        "{ .a } | by(.b) | count() > 2 | select(.c) | rate()",
        "{ } | rate() | topk(10)",
        "{ } | rate() by (name) | bottomk(3) | > 0.5",
        "{ } | rate() >= 10",
        "{ } | avg_over_time(duration) > 100ms",
        "({ } | rate())",
        "({ status = error } | rate()) / ({ } | rate())",
        "({ } | rate() | topk(2)) * 100 - 1.5 | topk(1)",
        "2 * (1 + ({ } | rate() by (.a))) > -3",
        "(({ } | rate()) + ({ } | rate())) / 2",
        "{ } | rate() with (exemplars=true, sample=0.1, most_recent=true, whatever=3s)",
      })
  void acceptsWhatTheLanguageHas(String text) {
    MetricsQuery query = TraceQl.parseMetrics(text);
    assertThat(TraceQl.parseMetrics(query.toString())).as("%s", query).isEqualTo(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate()",
        "| rate()",
        "{ } rate()",
        "{ } | rate(",
        "{ } | rate(.a)",
        "{ } | min_over_time()",
        "{ } | min_over_time(1)",
        "{ } | quantile_over_time(duration)",
        "{ } | quantile_over_time(duration, name)",
        "{ } | first_over_time(.a)",
        "{ } | rate() by ()",
        "{ } | rate() by (1)",
        "{ } | rate() | count() > 1",
        "{ } | rate() | { .a }",
        "{ } | rate() | topk()",
        "{ } | rate() | topk(1.5)",
        "{ } | rate() | ",
        "{ } | rate() > ",
        "{ } | rate() > .a",
        "{ } | rate() / { } | rate()",
        "({ } | rate()) / ({ })",
        "({ } | rate()) % 2",
        "({ } | rate()",
        "{ } | compare()",
        "{ } | compare(.a)",
        "{ } | compare({ .a }, 10, 5)",
        "{ .a = } | rate()",
      })
  void refusesWhatIsNoTraceQl(String text) {
    assertThatThrownBy(() -> TraceQl.parseMetrics(text)).isInstanceOf(ParseError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ }",
        "{ } | count() > 1",
        "{ } | min_over_time(name)",
        "{ } | histogram_over_time(status)",
        "{ } | quantile_over_time(duration, 1.1)",
        "{ } | quantile_over_time(duration, -0.1)",
        "{ } | quantile_over_time(duration, 1s)",
        "{ } | rate() | topk(0)",
        "{ } | rate() | bottomk(-1)",
        "{ } | compare({ .a }, 0)",
        "{ } | compare({ .a }, 10, 5, 5)",
        "{ } | compare({ .a }, 10, 0, 0)",
        "{ } | compare({ name = 1 })",
        "{ } | compare({ .a }) | topk(2)",
        "({ } | compare({ .a })) / ({ } | rate())",
        "({ } | rate()) * (1 / 0)",
        "{ name = 1 } | rate()",
      })
  void refusesWhatCannotMeanAnything(String text) {
    assertThatThrownBy(() -> TraceQl.parseMetrics(text)).isInstanceOf(ValidationError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ } | rate() by (.a, .b, .c, .d, .e, .f)",
        "{ parent.a = 1 } | rate()",
        "{ .a =~ .b } | rate()",
      })
  void saysWhatItDoesNotAnswer(String text) {
    assertThatThrownBy(() -> TraceQl.parseMetrics(text)).isInstanceOf(Unsupported.class);
  }

  @Test
  void aSearchPointsAtTheFunctionThatItCannotHave() {
    assertThatThrownBy(() -> TraceQl.parse("{ .a } | rate() by (.b)"))
        .isInstanceOfSatisfying(
            ValidationError.class,
            e -> {
              assertThat(e.position()).isEqualTo(9);
              assertThat(e.length()).isEqualTo(4);
              assertThat(e.detail()).contains("a search ends without");
            });
    assertThatThrownBy(() -> TraceQl.parse("{ .a } | rate() by")).isInstanceOf(ParseError.class);
  }

  @Test
  void bindsOperatorsAsDocumented() {
    assertThat(TraceQl.parseMetrics("({ } | rate()) - ({ } | rate()) - 2 * ({ } | rate()) / 3 > 1"))
        .isEqualTo(
            TraceQl.parseMetrics(
                "((({ } | rate()) - ({ } | rate())) - ((2 * ({ } | rate())) / 3)) > 1"));
  }

  @Test
  void calculatesConstantsAtOnceAndWholeOnesAsWhole() {
    assertThat(TraceQl.parseMetrics("({ } | rate()) * (7 / 2)"))
        .isEqualTo(TraceQl.parseMetrics("({ } | rate()) * 3"));
    assertThat(TraceQl.parseMetrics("({ } | rate()) * (7 / 2.0)"))
        .isEqualTo(TraceQl.parseMetrics("({ } | rate()) * 3.5"));
  }

  @Test
  void namesTheFieldsThatItMentions() {
    assertThat(
            TraceQl.parseMetrics(
                    "({ .a } | max_over_time(.b) by (.c)) / ({ } | rate() by (.c, name))")
                .fields())
        .map(TraceQl::text)
        .containsExactly(".a", ".b", ".c", "name");
  }

  @Test
  void boundsNestingAndOperators() {
    assertThatThrownBy(() -> TraceQl.parseMetrics("(".repeat(20_000) + "{ } | rate()"))
        .isInstanceOf(ParseError.class)
        .hasMessageContaining("64");
    assertThatThrownBy(() -> TraceQl.parseMetrics("({ } | rate())" + " + 1".repeat(2_000)))
        .isInstanceOf(ParseError.class)
        .hasMessageContaining("1000");
    assertThatThrownBy(() -> TraceQl.parseMetrics("{ } | rate()" + " > 1".repeat(2_000)))
        .isInstanceOf(ParseError.class)
        .hasMessageContaining("1000");
  }
}
