package dev.hopwise.simulate;

import dev.hopwise.simulate.Fault.BrokenContext;
import dev.hopwise.simulate.Fault.Failing;
import dev.hopwise.simulate.Fault.Late;
import dev.hopwise.simulate.Fault.Lost;
import dev.hopwise.simulate.Fault.Mix;
import dev.hopwise.simulate.Fault.Skew;
import dev.hopwise.simulate.Fault.Slow;
import dev.hopwise.simulate.Fault.Surge;
import dev.hopwise.simulate.Fault.UnboundedAttribute;
import dev.hopwise.simulate.Fault.When;
import dev.hopwise.simulate.Fault.Whom;
import dev.hopwise.simulate.Target.OfDependency;
import dev.hopwise.simulate.Target.OfEdge;
import dev.hopwise.simulate.Target.OfService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The scenarios that come with Hopwise. Unless they say otherwise, a fault begins after a third of
/// the run and lasts to its end, so that there is a before and an after.
public final class Scenarios {

  private static final Topology SHOP = Shop.topology();
  private static final int REPORTS = 400;

  private static final List<Scenario> ALL =
      List.of(
          of("steady", "nothing goes wrong beyond the usual errors"),
          of(
              "slow-service",
              "pricing needs 120 ms more",
              Slow.later(new OfService("pricing"), Latency.fixed(120))),
          of(
              "slow-auth",
              "every check of a session takes 80 ms more",
              Slow.later(new OfService("auth"), Latency.fixed(80))),
          of(
              "slow-database",
              "each statement on orders-db takes 150 ms more",
              Slow.later(new OfDependency("orders-db"), new Latency(150, 0.2))),
          of(
              "slow-cache",
              "each read of catalog-cache takes 60 ms more",
              Slow.later(new OfDependency("catalog-cache"), Latency.fixed(60))),
          of(
              "slow-external",
              "the bank takes 400 ms more",
              Slow.later(new OfDependency("api.bank.example"), new Latency(400, 0.3))),
          of(
              "slow-queue",
              "messages wait 2 s more in the queue of orders",
              Slow.later(new OfDependency("orders"), new Latency(2_000, 0.2))),
          of(
              "slow-edge",
              "the network between catalog and pricing takes 100 ms more",
              Slow.later(new OfEdge("catalog", "pricing"), Latency.fixed(100))),
          of(
              "off-path",
              "reviews needs 8 ms more, beside the slower pricing mostly: hardly anybody waits for it",
              new Slow(When.LATER, new OfService("pricing"), Latency.fixed(60), 1, Whom.ALL),
              new Slow(When.LATER, new OfService("reviews"), Latency.fixed(8), 1, Whom.ALL)),
          of(
              "slow-tenant",
              "the newer version of cart needs 200 ms more for the tenant globex",
              new Slow(
                  When.LATER,
                  new OfService("cart"),
                  new Latency(200, 0.2),
                  1,
                  new Whom("globex", "2.5.0"))),
          of(
              "errors",
              "a tenth of the reservations fails, and 2 % of the statements on users-db",
              new Failing(
                  When.LATER, new OfService("inventory"), 0.1, "StockLockTimeout", Whom.ALL),
              new Failing(
                  When.LATER,
                  new OfDependency("users-db"),
                  0.02,
                  "SQLTransientException",
                  Whom.ALL)),
          of(
              "retry-storm",
              "the bank fails nine of ten charges, and three layers try three times each",
              new Failing(When.LATER, new OfDependency("api.bank.example"), 0.9, "503", Whom.ALL)),
          of(
              "broken-propagation",
              "a tenth of the calls from catalog to pricing and a tenth of the messages to fulfilment"
                  + " arrive without context; a proxy before inventory rewrites a twentieth",
              new BrokenContext(When.LATER, "catalog", "pricing", Fault.Break.STRIPPED, 0.1),
              new BrokenContext(When.LATER, "orders", "fulfilment", Fault.Break.STRIPPED, 0.1),
              new BrokenContext(When.LATER, "cart", "inventory", Fault.Break.REWRITTEN, 0.05)),
          of(
              "unbounded-attribute",
              "cart sends an attribute whose value never repeats",
              new UnboundedAttribute(When.LATER, "cart", "cart.fingerprint")),
          of(
              "late-spans",
              "payments sends the spans of every fifth trace 20 s late; the bank fails 5 %",
              new Late(When.ALWAYS, "payments", Duration.ofSeconds(20), 0.2),
              new Failing(
                  When.ALWAYS, new OfDependency("api.bank.example"), 0.05, "503", Whom.ALL)),
          of(
              "lost-spans",
              "inventory loses 30 % of its spans",
              new Lost(When.LATER, "inventory", 0.3)),
          of(
              "clock-skew",
              "the clock of orders is 150 ms ahead, that of auth 40 ms behind",
              new Skew(When.ALWAYS, "orders", Duration.ofMillis(150)),
              new Skew(When.ALWAYS, "auth", Duration.ofMillis(-40))),
          of(
              "traffic-mix",
              "three times as many orders: p95 rises and no service is slower",
              new Mix(When.LATER, "gateway POST /orders", 3)),
          of(
              "surge",
              "five times the traffic in the middle third",
              new Surge(new When(1.0 / 3, 2.0 / 3), 5)),
          Scenario.of(
              "many-operations",
              REPORTS + " rare endpoints more; the database is slow for some",
              Shop.withReports(REPORTS),
              new Slow(
                  When.LATER, new OfDependency("orders-db"), new Latency(200, 0.3), 0.1, Whom.ALL)),
          new Scenario(
              "head-sampled",
              "as errors, but the SDKs keep a quarter and say so in the trace state",
              SHOP,
              List.of(
                  new Failing(
                      When.LATER, new OfService("inventory"), 0.1, "StockLockTimeout", Whom.ALL)),
              0.25));

  private Scenarios() {}

  /// All of them, in the order in which they are listed.
  public static List<Scenario> all() {
    return ALL;
  }

  /// The one of that name.
  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }

  private static Scenario of(String name, String description, Fault... faults) {
    return Scenario.of(name, description, SHOP, faults);
  }
}
