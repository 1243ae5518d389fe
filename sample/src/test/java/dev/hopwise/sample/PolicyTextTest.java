package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PolicyTextTest {

  private static final List<String> TEXTS =
      List.of(
          "a",
          "true",
          "yes",
          "null",
          "1e3",
          "12",
          "~",
          "a: b",
          "it's",
          "#",
          "é😀",
          "a\nb\t\"\\",
          "-",
          "GET /x",
          " x ");

  private SplittableRandom random = new SplittableRandom(0);

  @Test
  void theBuiltInPolicyReadsBack() {
    readsBack(Policy.builtIn(0.05));
    readsBack(Policy.builtIn(1));
  }

  @Test
  void writesWhatPeopleWouldWrite() {
    assertThat(PolicyText.of(Policy.builtIn(0.05)))
        .isEqualTo(
            """
            tenant: tenant.id
            rules:
              - name: errors
                when: '{ status = error }'
                sample: always
              - name: slow
                sample: { slow: p99 }
              - name: rare
                sample: { throughput: 0.1, per: operation }
              - name: baseline
                sample: { probability: 0.05 }
            """);
  }

  @RepeatedTest(300)
  void anyPolicyReadsBack(RepetitionInfo repetition) {
    random = new SplittableRandom(repetition.getCurrentRepetition());
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      rules.add(new Rule("r" + i + text(), condition(), List.of(text()), sampling()));
    }
    rules.add(Rule.of("last", new Sampling.Probability(random.nextDouble())));
    readsBack(
        new Policy(
            text(),
            new Budget(limit(), named(this::limit), named(this::limit)),
            rules,
            new HeadPolicy(
                random.nextDouble(),
                named(
                    () -> new HeadPolicy.Service(random.nextDouble(), named(random::nextDouble)))),
            attributes()));
  }

  private List<AttributeRule> attributes() {
    List<AttributeRule> rules = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      List<AttributeRule.Scope> scopes = new ArrayList<>(List.of(AttributeRule.Scope.values()));
      scopes.removeIf(_ -> random.nextBoolean());
      rules.add(
          new AttributeRule(
              "k" + text(),
              scopes.isEmpty() ? List.of(AttributeRule.Scope.SPAN) : scopes,
              random.nextBoolean() ? List.of() : List.of(text(), text()),
              random.nextBoolean() ? AttributeRule.Action.DROP : AttributeRule.Action.HASH));
    }
    return rules;
  }

  private Condition condition() {
    return Condition.parse(
        List.of("{ status = error }", "{ .a = \"it's\" }", "{ .b = `x` } | count() > 3")
            .get(random.nextInt(3)));
  }

  private Sampling sampling() {
    return switch (random.nextInt(6)) {
      case 0 -> Sampling.ALWAYS;
      case 1 -> Sampling.DROP;
      case 2 -> new Sampling.Probability(Math.pow(random.nextDouble(), 9));
      case 3 ->
          new Sampling.Throughput(
              random.nextDouble() * 1e6 + 1e-9,
              List.of(Sampling.Per.values()).get(random.nextInt(4)));
      case 4 -> new Sampling.SlowLimit(1 + random.nextLong(100) * 1_000_000_000L);
      default -> new Sampling.SlowQuantile(0.5 + random.nextInt(499) / 1000.0);
    };
  }

  private Budget.Limit limit() {
    return new Budget.Limit(
        random.nextBoolean() ? Double.POSITIVE_INFINITY : 1 + random.nextInt(9) / 4.0,
        random.nextBoolean() ? Double.POSITIVE_INFINITY : 1 + random.nextLong(1L << 50));
  }

  private <T> SequencedMap<String, T> named(Supplier<T> value) {
    SequencedMap<String, T> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(text(), value.get());
    }
    return map;
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static void readsBack(Policy policy) {
    String text = PolicyText.of(policy);
    assertThat(PolicyParser.parse(text)).as(text).isEqualTo(new PolicyResult.Accepted(policy));
  }
}
