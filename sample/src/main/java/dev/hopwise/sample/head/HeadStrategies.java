package dev.hopwise.sample.head;

import dev.hopwise.sample.HeadPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// Computes what a service is told, anew whenever it asks: the policy's probability, lowered by the
/// head's budget, then raised to the rate of every open window that a trace of this service might
/// belong to.
///
/// Only the service that starts a trace decides about it (parent-based samplers follow), so a
/// window on one service raises every service whose requests have been seen to lead there.
///
/// Any thread.
public final class HeadStrategies {

  private final Supplier<HeadPolicy> policy;
  private final Supplier<List<HeadWindow>> openWindows;
  private final ServiceCallers callers;
  private final DoubleSupplier budgetFactor;

  /// @param policy the one that holds now
  /// @param openWindows those that are open now
  /// @param budgetFactor 0 to 1; 1 where there is no budget or it is not exhausted
  public HeadStrategies(
      Supplier<HeadPolicy> policy,
      Supplier<List<HeadWindow>> openWindows,
      ServiceCallers callers,
      DoubleSupplier budgetFactor) {
    this.policy = policy;
    this.openWindows = openWindows;
    this.callers = callers;
    this.budgetFactor = budgetFactor;
  }

  /// What a service is told now.
  ///
  /// @param service as it names itself; empty where it has no name
  public HeadStrategy of(String service) {
    HeadPolicy.Service told = policy.get().of(service);
    double factor = budgetFactor.getAsDouble();
    double probability = told.probability() * factor;
    SequencedMap<String, Double> spanNames = new LinkedHashMap<>();
    told.spanNames().forEach((name, own) -> spanNames.put(name, own * factor));
    for (HeadWindow window : openWindows.get()) {
      HeadScope scope = HeadScope.of(window.scope());
      if (scope.mayStartAt(service, callers)) {
        if (scope.rootName().isEmpty()) {
          probability = Math.max(probability, window.rate());
          spanNames.replaceAll((_, own) -> Math.max(own, window.rate()));
        } else {
          raise(spanNames, scope.rootName(), window.rate(), probability);
        }
      }
    }
    return new HeadStrategy(probability, spanNames);
  }

  /// A name may be another one when the span starts: `GET /cart` is `GET` in the OpenTelemetry Java
  /// agent and in Node until the route is known.
  private static void raise(
      Map<String, Double> spanNames, String name, double rate, double otherwise) {
    spanNames.put(name, Math.max(rate, spanNames.getOrDefault(name, otherwise)));
    int blank = name.indexOf(' ');
    if (blank > 0 && name.startsWith("/", blank + 1)) {
      String method = name.substring(0, blank);
      spanNames.put(method, Math.max(rate, spanNames.getOrDefault(method, otherwise)));
    }
  }
}
