package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.testkit.Batches;
import dev.hopwise.testkit.RandomSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionSetTest {

  /// The seed is the repetition's number.
  @RepeatedTest(500)
  void rawSpansSatisfyWhatTheEvaluatorSays(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    SplittableRandom random = new SplittableRandom(seed);
    SpanBatch batch = batch(random);
    List<Span> spans = new SpanDecoder().decode(batch);
    RandomConditions conditions = new RandomConditions(random, spans);
    List<Condition> some = Stream.generate(conditions::next).limit(40).toList();
    ConditionSet set = ConditionSet.EMPTY.next(some);
    TestTrace trace = new TestTrace();
    trace.spans = spans;
    trace.generation = set.generation();
    set.begin(batch);
    for (int span = 0; span < batch.count; span++) {
      long bits = set.observe(batch, span);
      trace.conditionBits |= bits;
      for (Condition condition : some) {
        boolean holds = condition.matches(List.of(spans.get(span)));
        boolean may = (bits & bit(set, condition)) != 0;
        assertThat(may || !holds).as("seed %s: %s over-approximates", seed, condition).isTrue();
        if (condition.bySpan()) {
          assertThat(may)
              .as("seed %s: %s of %s", seed, condition, spans.get(span))
              .isEqualTo(holds);
        }
      }
    }
    for (Condition condition : some) {
      assertThat(set.matches(condition, trace))
          .as("seed %s: %s of the trace", seed, condition)
          .isEqualTo(condition.matches(spans));
    }
  }

  /// Sometimes with repeated attributes, and sometimes with bytes that are not UTF-8.
  private static SpanBatch batch(SplittableRandom random) {
    List<Span> spans = new RandomSpans(random.nextLong()).next(1 + random.nextInt(20));
    SpanBatch batch =
        random.nextBoolean() ? Batches.of(spans) : Batches.withRepeatedKeys(spans, random);
    if (random.nextInt(3) == 0) {
      for (int i = 0; i + 1 < batch.bytes.length; i++) {
        // The two bytes of an é; within other values it is just another value.
        if (batch.bytes[i] == (byte) 0xC3 && batch.bytes[i + 1] == (byte) 0xA9) {
          batch.bytes[i + 1] = 'v';
        }
      }
    }
    return batch;
  }

  private static long bit(ConditionSet set, Condition condition) {
    return 1L << set.numberOf(condition);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ status = error }",
        "{ span.http.route = \"/healthz\" && resource.service.name != \"a\" }",
        "{ .a > 1 || !(name =~ \"x.*\") }",
        "{ duration > 2 * 100ms }",
        "{ .a = nil && span.b != nil }",
        "{ .flag }",
        "{ status = error } || { kind = server }",
        "{ status = error } | { kind = server } | select(.a)",
        "{ }",
      })
  void aFilterOfASingleSpanIsDecidedByItsSpans(String query) {
    assertThat(Condition.parse(query).bySpan()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ status = error } >> { kind = server }",
        "{ status = error } && { kind = server }",
        "{ status = error } | count() > 2",
        "{ rootName = \"a\" }",
        "{ traceDuration > 1s }",
        "{ event:name = \"exception\" }",
        "{ .a = .b }",
      })
  void whatNeedsTheWholeTraceIsNot(String query) {
    assertThat(Condition.parse(query).bySpan()).isFalse();
  }

  @Test
  void aConditionKeepsItsNumberAndItsBitsWhenOthersComeAndGo() {
    Condition a = Condition.parse("{ name = \"a\" }");
    Condition b = Condition.parse("{ name = \"b\" }");
    Condition c = Condition.parse("{ name = \"c\" }");
    ConditionSet first = ConditionSet.EMPTY.next(List.of(a, b));
    ConditionSet second = first.next(List.of(c, b));
    assertThat(second.numberOf(b)).isEqualTo(first.numberOf(b));
    assertThat(second.generation()).isGreaterThan(first.generation());
    TestTrace trace = new TestTrace();
    trace.generation = first.generation();
    trace.conditionBits = 1L << first.numberOf(b);
    // c has the number that a had, but the trace was observed before: its spans are evaluated.
    assertThat(second.matches(b, trace)).isTrue();
    assertThat(second.matches(c, trace)).isFalse();
    trace.conditionBits = ~0L;
    assertThat(second.matches(c, trace)).isFalse();
    trace.generation = second.generation();
    assertThat(second.matches(c, trace)).isTrue();
  }

  @Test
  void conditionsBeyondTheSixtyFourthAreStillExact() {
    List<Span> spans = new RandomSpans(1).next(3);
    List<Condition> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(Condition.parse("{ duration > " + i + "ns }"));
    }
    ConditionSet set = ConditionSet.EMPTY.next(many);
    TestTrace trace = new TestTrace();
    trace.spans = spans;
    trace.generation = set.generation();
    assertThat(set.numberOf(many.get(99))).isNegative();
    assertThat(set.matches(many.get(99), trace)).isEqualTo(many.get(99).matches(spans));
  }
}
