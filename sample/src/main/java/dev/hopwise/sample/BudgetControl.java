package dev.hopwise.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The meters of a budget. A trace is held to the strictest of those that apply to it: the total,
/// its tenant's and its root service's. Not thread-safe.
final class BudgetControl {

  private static final long STEP_NANOS = 50_000_000;

  private final BudgetMeter total;
  private final Map<String, BudgetMeter> tenants;
  private final Map<String, BudgetMeter> services;

  private long steppedNanos = Long.MIN_VALUE / 2;

  private BudgetControl(
      BudgetMeter total, Map<String, BudgetMeter> tenants, Map<String, BudgetMeter> services) {
    this.total = total;
    this.tenants = tenants;
    this.services = services;
  }

  /// @param earlier whose meters go on under the same names, with the limits of the new budget
  static BudgetControl of(Budget budget, @Nullable BudgetControl earlier) {
    return new BudgetControl(
        meter("total", "", budget.total(), earlier == null ? null : earlier.total),
        meters("tenant", budget.tenants(), earlier == null ? Map.of() : earlier.tenants),
        meters("service", budget.services(), earlier == null ? Map.of() : earlier.services));
  }

  /// What the strictest meter leaves of a trace's probability; takes its demand into account.
  ///
  /// @param share of the trace that is kept in the mean under factors of 1
  double factor(
      BudgetClass budgetClass,
      double share,
      String tenant,
      String service,
      int spanCount,
      long bytes) {
    BudgetMeter ofTenant = tenants.get(tenant);
    BudgetMeter ofService = services.get(service);
    double byTotal = total.factor(budgetClass);
    double byTenant = ofTenant == null ? 1 : ofTenant.factor(budgetClass);
    double byService = ofService == null ? 1 : ofService.factor(budgetClass);
    total.demand(budgetClass, share, spanCount, bytes, Math.min(byTenant, byService));
    if (ofTenant != null) {
      ofTenant.demand(budgetClass, share, spanCount, bytes, Math.min(byTotal, byService));
    }
    if (ofService != null) {
      ofService.demand(budgetClass, share, spanCount, bytes, Math.min(byTotal, byTenant));
    }
    return Math.min(byTotal, Math.min(byTenant, byService));
  }

  /// Charges what is stored to every meter that applies.
  void stored(String tenant, String service, int spanCount, long bytes) {
    total.stored(spanCount, bytes);
    BudgetMeter ofTenant = tenants.get(tenant);
    if (ofTenant != null) {
      ofTenant.stored(spanCount, bytes);
    }
    BudgetMeter ofService = services.get(service);
    if (ofService != null) {
      ofService.stored(spanCount, bytes);
    }
  }

  /// Lets time pass, in steps: most calls do nothing.
  void advance(long nowNanos) {
    if (nowNanos - steppedNanos < STEP_NANOS) {
      return;
    }
    steppedNanos = nowNanos;
    total.advance(nowNanos);
    tenants.values().forEach(meter -> meter.advance(nowNanos));
    services.values().forEach(meter -> meter.advance(nowNanos));
  }

  /// The total first.
  List<EngineState.BudgetState> state() {
    List<EngineState.BudgetState> states = new ArrayList<>();
    Stream.of(Stream.of(total), tenants.values().stream(), services.values().stream())
        .flatMap(s -> s)
        .forEach(meter -> states.add(meter.state()));
    return states;
  }

  private static Map<String, BudgetMeter> meters(
      String scope, SequencedMap<String, Budget.Limit> limits, Map<String, BudgetMeter> earlier) {
    Map<String, BudgetMeter> meters = new HashMap<>();
    limits.forEach((name, limit) -> meters.put(name, meter(scope, name, limit, earlier.get(name))));
    return meters;
  }

  private static BudgetMeter meter(
      String scope, String name, Budget.Limit limit, @Nullable BudgetMeter earlier) {
    if (earlier == null) {
      return new BudgetMeter(scope, name, limit);
    }
    earlier.limit(limit);
    return earlier;
  }
}
