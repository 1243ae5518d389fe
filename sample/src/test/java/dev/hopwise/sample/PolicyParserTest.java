package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyParserTest {

  private static final String LAST = "  - { name: baseline, sample: { probability: 0.05 } }\n";

  @Test
  void readsAWholePolicy() {
    Policy policy =
        accepted(
            """
            tenant: customer.id
            budget:
              spans-per-second: 5000
              bytes-per-day: 20GiB
              tenants:  { acme: { spans-per-second: 500 } }
              services: { checkout: { bytes-per-day: 1.5GB } }
            rules:
              - name: health
                when: '{ span.http.route = "/healthz" }'
                sample: drop
              - name: errors
                when: '{ status = error }'
                sample: always
              - name: slow
                sample: { slow: p99.9 }
              - name: very slow
                sample: { slow: 500ms }
              - name: rare
                sample: { throughput: 0.1, per: operation }
              - name: acme
                tenants: [acme, "emca"]
                sample: { probability: 0.2 }
              - name: baseline
                sample: { probability: 0.05 }
            head:
              default: 0.8
              services:
                gateway: { probability: 0.5, span-names: { "GET /healthz": 0 } }
                other: {}
            """);
    assertThat(policy.tenantAttribute()).isEqualTo("customer.id");
    assertThat(policy.budget().total()).isEqualTo(new Budget.Limit(5000, 20.0 * (1L << 30)));
    assertThat(policy.budget().tenants().get("acme").spansPerSecond()).isEqualTo(500);
    assertThat(policy.budget().services().get("checkout").bytesPerDay()).isEqualTo(1.5e9);
    assertThat(policy.rules())
        .containsExactly(
            new Rule(
                "health",
                Condition.parse("{ span.http.route = \"/healthz\" }"),
                List.of(),
                Sampling.DROP),
            new Rule("errors", Condition.parse("{ status = error }"), List.of(), Sampling.ALWAYS),
            Rule.of("slow", new Sampling.SlowQuantile(0.999)),
            Rule.of("very slow", new Sampling.SlowLimit(500_000_000)),
            Rule.of("rare", new Sampling.Throughput(0.1, Sampling.Per.OPERATION)),
            new Rule("acme", null, List.of("acme", "emca"), new Sampling.Probability(0.2)),
            Rule.of("baseline", new Sampling.Probability(0.05)));
    assertThat(policy.head().probability()).isEqualTo(0.8);
    assertThat(policy.head().of("gateway").spanNames().get("GET /healthz")).isZero();
    assertThat(policy.head().of("other").probability()).isEqualTo(0.8);
    assertThat(policy.head().of("unnamed").probability()).isEqualTo(0.8);
  }

  @Test
  void readsWhatHappensToAttributes() {
    Policy policy =
        accepted(
            "rules:\n"
                + LAST
                + """
                attributes:
                  - { key: user.email, action: hash }
                  - key: http.request.header.cookie
                    scope: [span, event]
                    services: gateway
                    action: drop
                """);
    assertThat(policy.attributes())
        .containsExactly(
            new AttributeRule(
                "user.email",
                List.of(AttributeRule.Scope.values()),
                List.of(),
                AttributeRule.Action.HASH),
            new AttributeRule(
                "http.request.header.cookie",
                List.of(AttributeRule.Scope.SPAN, AttributeRule.Scope.EVENT),
                List.of("gateway"),
                AttributeRule.Action.DROP));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attributes: drop | line 3, column 13: \"attributes\" is a list",
        "attributes: [{ action: drop }] | line 3, column 14: an attribute needs a \"key\"",
        "attributes: [{ key: a }] | line 3, column 14: an attribute needs an \"action\": drop or hash",
        "attributes: [{ key: a, action: hush }] | line 3, column 32: no action \"hush\"; known are drop, hash",
        "attributes: [{ key: a, action: drop, scope: body }] | line 3, column 45: no scope \"body\"",
        "attributes: [{ key: a, action: drop, services: [] }] | line 3, column 48: no services",
        "attributes: [{ key: a, action: drop, service: b }] | line 3, column 38: an attribute knows no \"service\"",
        "attributes: [{ key: service.name, action: hash }] | line 3, column 14: service.name of the resource",
      })
  void refusesAWrongAttributeAtItsPlace(String yaml, String problem) {
    assertThat(PolicyParser.parse("rules:\n" + LAST + yaml))
        .isInstanceOfSatisfying(
            PolicyResult.Refused.class,
            refused -> assertThat(refused.problems().getFirst().toString()).startsWith(problem));
  }

  @Test
  void theSmallestPolicyHasOneRule() {
    Policy policy = accepted("rules:\n" + LAST);
    assertThat(policy.tenantAttribute()).isEqualTo("tenant.id");
    assertThat(policy.budget().isUnlimited()).isTrue();
    assertThat(policy.head()).isEqualTo(HeadPolicy.ALL);
  }

  @Test
  void tellsEverythingThatIsWrongAtOnceInTheOrderOfTheText() {
    assertThat(
            refused(
                """
                budgets: {}
                budget: { spans-per-secnd: 5, bytes-per-day: 20 parsecs }
                rules:
                  - name: a
                    when: '{ status = eror }'
                    sample: alway
                  - name: a
                    sample: { probability: 5 }
                """))
        .satisfiesExactly(
            p ->
                assertThat(p.toString())
                    .startsWith(
                        "line 1, column 1: a policy knows no \"budgets\"; did you mean \"budget\"?"),
            p ->
                assertThat(p.toString())
                    .isEqualTo(
                        "line 2, column 11: a budget knows no \"spans-per-secnd\"; did you mean \"spans-per-second\"?"),
            p ->
                assertThat(p.toString())
                    .startsWith("line 2, column 46: bytes-per-day is a size above 0"),
            p -> assertThat(p.toString()).startsWith("line 5, column 23: TraceQL: "),
            p ->
                assertThat(p.toString())
                    .startsWith("line 6, column 13: \"sample\" is one of ")
                    .endsWith("did you mean \"always\"?"),
            p ->
                assertThat(p.toString()).isEqualTo("line 7, column 11: two rules are called \"a\""),
            p ->
                assertThat(p.toString())
                    .isEqualTo(
                        "line 8, column 28: a probability is a number from 0 to 1, found \"5\"; 5 % is 0.05"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ name: x, when: '{ status = error }', sample: always }|the last rule must take every trace",
        "{ name: x, tenants: [a], sample: always }|the last rule must take every trace",
        "{ name: x, sample: { slow: p99 } }|the last rule must take every trace",
        "{ name: window, sample: always }|\"window\" is what incident windows keep",
        "{ sample: always }|a rule needs a \"name\"",
        "{ name: '', sample: always }|\"name\" is a text, found nothing",
        "{ name: x }|a rule needs a \"sample\"",
        "{ name: x, sample: { slow: p100 } }|\"slow\" is a percentile",
        "{ name: x, sample: { slow: 500 } }|\"slow\" is a percentile",
        "{ name: x, sample: { slow: -5ms } }|\"slow\" is a percentile",
        "{ name: x, sample: { throughput: 0 } }|\"throughput\" is a number",
        "{ name: x, sample: { throughput: 1, per: operations } }|did you mean \"operation\"?",
        "{ name: x, sample: { probability: 5% } }|; 5 % is 0.05",
        "{ name: x, sample: { probability: NaN } }|a probability is a number from 0 to 1",
        "{ name: x, sample: { probability: 1e999999999 } }|a probability is a number from 0 to 1",
        "{ name: x, sample: { probability: 0.1, slow: p9 } }|\"sample\" is one of",
        "{ name: x, sample: { probability: 0.1, per: operation } }|\"sample\" is one of",
        "{ name: x, sample: [] }|\"sample\" consists of keys and values, found a list",
        "{ name: x, name: y, sample: always }|\"name\" stands twice",
        "{ name: x, smple: always, sample: drop }|did you mean \"sample\"?",
        "{ name: x, when: [], sample: drop }|\"when\", a TraceQL query in quotes, is a text",
        "{ name: x, tenants: [[]], sample: drop }|a tenant is a text, found a list",
        "just a text|a rule consists of keys and values",
      })
  void refusesARuleThatCannotBe(String rule, String reason) {
    assertThat(refused("rules:\n  - " + rule + "\n"))
        .anySatisfy(p -> assertThat(p.detail()).contains(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rules: {}|a policy needs \"rules\"",
        "rules: []|a policy needs \"rules\"",
        "tenant: x|a policy needs \"rules\"",
        "just a text|a policy consists of keys and values",
        "'rules: [|not YAML",
        "\"rules\": &a [*a]|a rule consists of keys and values",
        "? [a]\\n: b|a key is a text",
      })
  void refusesWhatIsNoPolicy(String yaml, String reason) {
    assertThat(refused(yaml.replace("\\n", "\n")))
        .anySatisfy(p -> assertThat(p.detail()).contains(reason));
  }

  @Test
  void refusesAnEmptyText() {
    assertThat(refused("")).hasSize(1);
    assertThat(refused("# nothing\n")).hasSize(1);
  }

  @Test
  void saysWhichRulesAreNeverReached() {
    assertThat(refused("rules:\n  - { name: all, sample: always }\n" + LAST))
        .singleElement()
        .hasToString(
            "line 2, column 5: the rules after \"all\" are never reached: it takes every trace");
  }

  @Test
  void aRuleMayFollowAThroughputOfEachOperation() {
    accepted("rules:\n  - { name: rare, sample: { throughput: 1, per: operation } }\n" + LAST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'{ .a = }'|21",
        "\"{ .a = }\"|21",
        "'{ .a = ''}'|22",
      })
  void pointsAtThePlaceWithinACondition(String when, int column) {
    assertThat(refused("rules:\n  - { name: x, when: " + when + ", sample: always }\n" + LAST))
        .first()
        .satisfies(p -> assertThat(p.line()).isEqualTo(2))
        .satisfies(p -> assertThat(p.column()).isGreaterThan(column));
  }

  @Test
  void refusesAPolicyThatIsTooLong() {
    assertThat(refused("#".repeat(PolicyParser.TEXT_LENGTH_MAX + 1))).hasSize(1);
  }

  @Test
  void refusesTextsThatNestTooDeep() {
    assertThat(refused("[".repeat(10_000))).hasSize(1);
  }

  private static Policy accepted(String yaml) {
    PolicyResult result = PolicyParser.parse(yaml);
    assertThat(result).as("%s", result).isInstanceOf(PolicyResult.Accepted.class);
    return ((PolicyResult.Accepted) result).policy();
  }

  private static List<PolicyProblem> refused(String yaml) {
    PolicyResult result = PolicyParser.parse(yaml);
    assertThat(result).as("%s", result).isInstanceOf(PolicyResult.Refused.class);
    return ((PolicyResult.Refused) result).problems();
  }
}
