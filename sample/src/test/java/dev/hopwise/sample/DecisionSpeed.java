package dev.hopwise.sample;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.testkit.Batches;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;

/// How many nanoseconds of CPU observing a span takes under some sets of conditions, and deciding a
/// trace, and how many bytes either allocates. To be run by hand, no test: it asserts nothing.
final class DecisionSpeed {

  private static final int SPANS = 512;
  private static final int ROUNDS = 4;
  private static final long START = Traffic.START;

  private DecisionSpeed() {}

  public static void main(String[] args) {
    SpanBatch batch = batch();
    observe("status only", batch, "{ status = error }");
    observe(
        "status, name, service",
        batch,
        "{ status = error }",
        "{ name = \"GET /healthz\" }",
        "{ resource.service.name = \"checkout\" && duration > 1s }");
    observe("and one attribute", batch, "{ status = error }", "{ span.http.route = \"/healthz\" }");
    observe("and ten of five attributes", batch, tenConditions());
    decide("built-in policy", Budget.UNLIMITED);
    decide(
        "with a budget",
        new Budget(new Budget.Limit(5_000, 1e12), new LinkedHashMap<>(), new LinkedHashMap<>()));
  }

  private static String[] tenConditions() {
    return new String[] {
      "{ status = error }",
      "{ span.http.route = \"/healthz\" }",
      "{ span.http.route =~ \"/internal/.*\" }",
      "{ span.http.response.status_code >= 500 }",
      "{ span.http.response.status_code = 429 || .user.tier = \"gold\" }",
      "{ .user.tier = \"gold\" && duration > 200ms }",
      "{ resource.deployment.environment.name != \"production\" }",
      "{ resource.service.name = \"checkout\" && name =~ \"POST .*\" }",
      "{ span.db.system.name = \"postgresql\" && duration > 1s }",
      "{ span.url.path = \"/login\" && span.http.response.status_code = 401 }",
    };
  }

  private static void observe(String what, SpanBatch batch, String... queries) {
    List<Condition> conditions = new ArrayList<>();
    for (String query : queries) {
      conditions.add(Condition.parse(query));
    }
    ConditionSet set = ConditionSet.EMPTY.next(conditions);
    for (int round = 0; round < ROUNDS; round++) {
      long bits = 0;
      long allocated = allocated();
      long cpu = cpu();
      for (int i = 0; i < 20_000; i++) {
        set.begin(batch);
        for (int span = 0; span < batch.count; span++) {
          bits += set.observe(batch, span);
        }
      }
      report("observe, " + what, cpu() - cpu, allocated() - allocated, 20_000L * SPANS, bits);
    }
  }

  private static void decide(String what, Budget budget) {
    Policy policy = Policy.builtIn(0.05);
    DecisionEngine engine =
        new DecisionEngine(
            new Policy(policy.tenantAttribute(), budget, policy.rules(), policy.head()),
            WindowMatcher.NONE);
    Traffic traffic = new Traffic(1);
    List<TestTrace> traces = new ArrayList<>();
    traffic.run(10, new DecisionEngine(policy, WindowMatcher.NONE), (t, _) -> traces.add(t));
    long now = START;
    for (int round = 0; round < ROUNDS; round++) {
      long kept = 0;
      long allocated = allocated();
      long cpu = cpu();
      for (int i = 0; i < 1_000_000; i++) {
        now += 500_000;
        TestTrace trace = traces.get(i % traces.size());
        trace.startEpochNanos = now;
        kept += engine.decide(trace, "quiet", now).keep() ? 1 : 0;
      }
      report("decide, " + what, cpu() - cpu, allocated() - allocated, 1_000_000, kept);
    }
  }

  private static void report(String what, long cpu, long allocated, long count, long check) {
    System.out.printf(
        "%s: %.1f ns, %.2f B each (%d)%n",
        what, (double) cpu / count, (double) allocated / count, check);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static SpanBatch batch() {
    SplittableRandom random = new SplittableRandom(1);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < SPANS; i++) {
      spans.add(span(random, i));
    }
    return Batches.of(spans);
  }

  /// Eleven attributes, as usual.
  private static Span span(SplittableRandom random, int i) {
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("http.request.method", AttributeValue.of("GET")));
    attributes.add(new Attribute("http.route", AttributeValue.of("/orders/" + random.nextInt(40))));
    attributes.add(new Attribute("http.response.status_code", AttributeValue.of(200L)));
    attributes.add(new Attribute("url.path", AttributeValue.of("/orders/" + random.nextLong())));
    for (int a = 0; a < 7; a++) {
      attributes.add(new Attribute("app.attribute." + a, AttributeValue.of("value " + a)));
    }
    long start = START + i;
    return new Span(
        new TraceId(1, i / 16),
        i + 1,
        i % 16,
        "",
        0,
        "GET /orders/" + i % 40,
        SpanKind.SERVER,
        start,
        start + random.nextInt(1_000_000),
        Attributes.of(attributes),
        0,
        List.of(),
        0,
        List.of(),
        0,
        new Status(i % 50 == 0 ? StatusCode.ERROR : StatusCode.UNSET, ""),
        new Resource(
            Attributes.of(
                new Attribute("service.name", AttributeValue.of("service-" + i * 8 / SPANS)),
                new Attribute("deployment.environment.name", AttributeValue.of("production"))),
            0,
            ""),
        InstrumentationScope.EMPTY);
  }
}
