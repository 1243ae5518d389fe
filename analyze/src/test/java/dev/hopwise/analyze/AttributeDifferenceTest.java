package dev.hopwise.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hopwise.analyze.AttributeDifference.Answer;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.TraceId;
import dev.hopwise.simulate.Fault;
import dev.hopwise.simulate.Fault.Failing;
import dev.hopwise.simulate.Fault.Slow;
import dev.hopwise.simulate.Fault.When;
import dev.hopwise.simulate.Fault.Whom;
import dev.hopwise.simulate.Latency;
import dev.hopwise.simulate.Scenario;
import dev.hopwise.simulate.Scenarios;
import dev.hopwise.simulate.SimulatedRequest;
import dev.hopwise.simulate.SimulatedSpan;
import dev.hopwise.simulate.Simulation;
import dev.hopwise.simulate.Target.OfService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The simulator's shop, where it is known who is slow or fails.
class AttributeDifferenceTest {

  private static final long MILLI = 1_000_000;

  @Test
  void namesTheTenantThatIsSlow() {
    List<SpanTree> traces =
        run(
            1,
            new Slow(
                When.ALWAYS,
                new OfService("cart"),
                new Latency(200, 0.2),
                1,
                new Whom("globex", "")));
    Answer answer =
        compare(traces, tree -> root(tree).durationNanos() > 180 * MILLI && has(tree, "cart"));
    AttributeFinding first = answer.findings().getFirst();
    assertThat(first.key()).isEqualTo("tenant.id");
    assertThat(first.value()).isEqualTo("globex");
    assertThat(first.kind()).isEqualTo(AttributeFinding.Kind.TENANT);
    assertThat(first.selectedShare()).isGreaterThan(0.8);
    assertThat(first.low()).isPositive();
    assertThat(first.low()).isLessThan(first.score());
    assertThat(first.high()).isGreaterThan(first.score());
    assertThat(first.services()).contains("cart", "gateway");
    assertThat(first.evidence()).hasSize(3);
  }

  @Test
  void namesTheVersionThatFails() {
    List<SpanTree> traces =
        run(
            2,
            new Failing(
                When.ALWAYS,
                new OfService("cart"),
                0.3,
                "CartVersionMismatch",
                new Whom("", "2.5.0")));
    Answer answer = compare(traces, tree -> root(tree).status().isError());
    AttributeFinding version = first(answer, AttributeFinding.Kind.VERSION);
    assertThat(version.value()).isEqualTo("2.5.0");
    assertThat(version.services()).containsExactly("cart");
    AttributeFinding error =
        answer.findings().stream()
            .filter(one -> one.key().equals("error.type") && one.value().startsWith("Cart"))
            .findFirst()
            .orElseThrow();
    assertThat(error.kind()).isEqualTo(AttributeFinding.Kind.ERROR);
    assertThat(error.restShare()).isLessThan(0.01);
  }

  @Test
  void namesTheHostThatIsSlow() {
    List<SpanTree> traces = run(3);
    String slow = pods(traces).getFirst();
    Random random = new Random(1);
    Answer answer = compare(traces, tree -> random.nextDouble() < (ranOn(tree, slow) ? 0.5 : 0.03));
    AttributeFinding pod =
        answer.findings().stream()
            .filter(one -> one.key().equals("k8s.pod.name"))
            .findFirst()
            .orElseThrow();
    assertThat(pod.value()).isEqualTo(slow);
    assertThat(pod.kind()).isEqualTo(AttributeFinding.Kind.HOST);
    assertThat(pod.score()).isGreaterThan(0.1);
  }

  @Test
  void namesTheFeatureFlagThatFailsEvenWhereOthersDoNotAskForIt() {
    Random random = new Random(5);
    AttributeDifference difference = new AttributeDifference();
    for (int i = 1; i <= 2_000; i++) {
      boolean asked = random.nextDouble() < 0.3;
      boolean on = asked && random.nextBoolean();
      Attributes attributes = Attributes.EMPTY;
      if (asked) {
        attributes =
            Attributes.of("feature_flag.key", "new-checkout")
                .with("feature_flag.result.variant", AttributeValue.of(on ? "on" : "off"));
      }
      difference.add(trace(i, attributes), 1, random.nextDouble() < (on ? 0.4 : 0.05));
    }
    AttributeFinding first = difference.answer().findings().getFirst();
    assertThat(first.kind()).isEqualTo(AttributeFinding.Kind.FLAG);
    assertThat(first.flag()).isEqualTo("new-checkout");
    assertThat(first.value()).isEqualTo("on");
    assertThat(first.score()).isGreaterThan(0.3);
  }

  /// Of forty runs without a difference fewer than 5 % tell one, be it of chosen traces or of time.
  @Test
  void saysNothingWhereNothingDiffers() {
    int alarms = 0;
    for (int seed = 0; seed < 40; seed++) {
      List<SpanTree> traces = run(100 + seed, 15);
      Random random = new Random(seed);
      double share = seed % 2 == 0 ? 0.5 : 0.05;
      alarms += compare(traces, _ -> random.nextDouble() < share).findings().isEmpty() ? 0 : 1;
    }
    assertThat(alarms).isLessThanOrEqualTo(2);
  }

  @Test
  void countsATraceForAsManyAsItStandsFor() {
    AttributeDifference whole = new AttributeDifference();
    AttributeDifference sampled = new AttributeDifference();
    Random random = new Random(7);
    for (int i = 1; i <= 20_000; i++) {
      String tenant = random.nextDouble() < 0.2 ? "globex" : "acme";
      boolean selected = random.nextDouble() < (tenant.equals("globex") ? 0.5 : 0.1);
      SpanTree tree = trace(i, Attributes.of("tenant.id", tenant));
      whole.add(tree, 1, selected);
      // As a policy that keeps all of one tenant: without weights it would be everywhere.
      double probability = tenant.equals("globex") ? 1 : 0.1;
      if (random.nextDouble() < probability) {
        sampled.add(tree, 1 / probability, selected);
      }
    }
    AttributeFinding truth = whole.answer().findings().getFirst();
    AttributeFinding estimate = sampled.answer().findings().getFirst();
    assertThat(estimate.value()).isEqualTo("globex").isEqualTo(truth.value());
    assertThat(estimate.score()).isCloseTo(truth.score(), within(0.05));
    assertThat(truth.score()).isBetween(estimate.low(), estimate.high());
  }

  @Test
  void leavesOutIdsAndTellsNumbersAsRanges() {
    AttributeDifference difference = new AttributeDifference();
    Random random = new Random(9);
    for (int i = 1; i <= 3_000; i++) {
      boolean large = random.nextDouble() < 0.3;
      Attributes attributes =
          Attributes.of("cart.id", "c-" + i)
              .with("cart.items", AttributeValue.of(large ? 200 + random.nextInt(300) : i % 90));
      difference.add(trace(i, attributes), 1, random.nextDouble() < (large ? 0.5 : 0.02));
    }
    Answer answer = difference.answer();
    assertThat(answer.identifierKeys()).isEqualTo(1);
    assertThat(answer.findings()).noneMatch(one -> one.key().equals("cart.id"));
    assertThat(answer.findings().getFirst().value()).isEqualTo("200..500");
  }

  @Test
  void doesNotBlameWhatSlowEndpointsDoAnyway() {
    AttributeDifference difference = new AttributeDifference();
    Random random = new Random(11);
    for (int i = 1; i <= 4_000; i++) {
      boolean report = i % 2 == 0;
      MadeTrace trace = new MadeTrace(i);
      trace.add(
          0,
          "shop",
          report ? "GET /report" : "GET /cart",
          SpanKind.SERVER,
          0,
          9,
          Attributes.of("tenant.id", random.nextInt(10) < (report ? 8 : 2) ? "acme" : "globex"));
      difference.add(trace.tree(), 1, random.nextDouble() < (report ? 0.5 : 0.05));
    }
    assertThat(difference.answer().findings()).isEmpty();
  }

  @Test
  void countsWhatDoesNotFit() {
    AttributeDifference difference = new AttributeDifference();
    for (int i = 0; i < AttributeDifference.PLACES_MAX + 10; i++) {
      difference.add(trace(1, Attributes.of("key." + i, "x")), 1, true);
    }
    assertThat(difference.answer().valuesLeftOut()).isBetween(10L, 20L);
  }

  @Test
  void bucketsNumbersByOneTwoFive() {
    assertThat(TraceAttributes.range(0)).isEqualTo("0");
    assertThat(TraceAttributes.range(1)).isEqualTo("1..2");
    assertThat(TraceAttributes.range(499.9)).isEqualTo("200..500");
    assertThat(TraceAttributes.range(-0.07)).isEqualTo("-0.1..-0.05");
  }

  private static SpanTree trace(int id, Attributes attributes) {
    MadeTrace trace = new MadeTrace(id);
    trace.add(0, "shop", "GET /cart", SpanKind.SERVER, 0, 9, attributes);
    return trace.tree();
  }

  private static Answer compare(List<SpanTree> traces, Predicate<SpanTree> selected) {
    AttributeDifference difference = new AttributeDifference();
    traces.forEach(tree -> difference.add(tree, 1, selected.test(tree)));
    return difference.answer();
  }

  private static AttributeFinding first(Answer answer, AttributeFinding.Kind kind) {
    return answer.findings().stream().filter(one -> one.kind() == kind).findFirst().orElseThrow();
  }

  private static Span root(SpanTree tree) {
    return tree.span(Math.max(0, tree.root()));
  }

  private static boolean has(SpanTree tree, String service) {
    return tree.spans().stream().anyMatch(span -> span.serviceName().equals(service));
  }

  private static boolean ranOn(SpanTree tree, String pod) {
    return tree.spans().stream()
        .anyMatch(span -> pod.equals(span.resource().attributes().text("k8s.pod.name")));
  }

  private static List<String> pods(List<SpanTree> traces) {
    return traces.stream()
        .flatMap(tree -> tree.spans().stream())
        .filter(span -> span.serviceName().equals("catalog"))
        .flatMap(
            span -> Optional.ofNullable(span.resource().attributes().text("k8s.pod.name")).stream())
        .distinct()
        .toList();
  }

  private static List<SpanTree> run(long seed, Fault... faults) {
    return run(seed, 60, faults);
  }

  private static List<SpanTree> run(long seed, int seconds, Fault... faults) {
    Scenario steady = Scenarios.named("steady").orElseThrow();
    Scenario scenario = new Scenario("test", "", steady.topology(), List.of(faults), 1);
    Simulation simulation =
        new Simulation(
            new Simulation.Settings(
                scenario, seed, 40, 1_795_000_000_000_000_000L, seconds * 1_000L * MILLI));
    List<SpanTree> trees = new ArrayList<>();
    Optional<SimulatedRequest> request = simulation.next();
    while (request.isPresent()) {
      Map<TraceId, List<Span>> traces =
          request.get().spans().stream()
              .map(SimulatedSpan::span)
              .collect(Collectors.groupingBy(Span::traceId));
      traces.values().forEach(spans -> trees.add(SpanTree.of(spans)));
      request = simulation.next();
    }
    return trees;
  }
}
