package dev.hopwise.analyze;

import dev.hopwise.analyze.AttributeSums.OfValue;
import dev.hopwise.analyze.TraceAttributes.Value;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Which attribute values the selected traces have more or less often than the rest.
///
/// Compared are spans of one service and name, in traces of one endpoint ({@link AttributeTest}):
/// else everything that slow endpoints do would look like a cause. Every trace counts once and for
/// as many as it stands for. Told is what exceeds chance after Benjamini and Yekutieli's correction
/// (attributes depend on each other) for all values that were looked at, and a minimum effect. Ids
/// and free texts are left out.
///
/// Traces are added one by one; memory is bounded by {@link #PLACES_MAX} places of at most a
/// hundred values, and by {@link #CELLS_MAX} in all.
public final class AttributeDifference {

  /// At most so many are told.
  public static final int FINDINGS_MAX = 100;

  static final int PLACES_MAX = 5_000;
  static final int CELLS_MAX = 200_000;

  /// The rest is pooled.
  private static final int ENDPOINTS_MAX = 200;

  /// Of all that is told, this part may be chance.
  private static final double FALSE_DISCOVERIES = 0.05;

  /// In points of share.
  private static final double EFFECT_MIN = 0.05;

  /// And as a ratio of odds.
  private static final double ODDS_MIN = 1.5;

  /// Rarer values say nothing.
  private static final int TRACES_MIN = 5;

  private static final double NORMAL_95 = 1.96;

  private final Map<String, Integer> endpoints = new HashMap<>();
  private final Map<AttributePlace, AttributeSums> places = new HashMap<>();
  private int cells;
  private int selected;
  private int rest;
  private long leftOut;

  /// What was found.
  ///
  /// @param identifierKeys how many keys were left out because their values are ids or free text
  /// @param valuesLeftOut how many values of spans were not looked at because the memory was full
  public record Answer(
      List<AttributeFinding> findings,
      int selectedTraces,
      int restTraces,
      long identifierKeys,
      long valuesLeftOut) {
    public Answer {
      findings = List.copyOf(findings);
    }
  }

  private record Tested(AttributePlace place, Value value, OfValue sums, AttributeTest test) {}

  /// Adds a trace.
  ///
  /// @param weight how many traces it stands for, at least 1
  public void add(SpanTree tree, double weight, boolean isSelected) {
    if (isSelected) {
      selected++;
    } else {
      rest++;
    }
    Span first = tree.span(tree.root() == SpanTree.NONE ? 0 : tree.root());
    int stratum = stratum(first.serviceName() + " " + first.name());
    TraceAttributes trace = new TraceAttributes(tree);
    trace
        .places()
        .forEach((place, counts) -> {
          AttributeSums sums = places.get(place);
          if (sums == null) {
            if (places.size() >= PLACES_MAX || cells >= CELLS_MAX) {
              leftOut += counts.values().size();
              return;
            }
            sums = new AttributeSums();
            places.put(place, sums);
          }
          sums.visited(stratum, isSelected, weight);
          for (Value value : counts.values().keySet()) {
            cells +=
                sums.add(
                    value,
                    stratum,
                    isSelected,
                    weight,
                    trace.share(place, value),
                    first.traceId(),
                    cells < CELLS_MAX);
          }
        });
  }

  private int stratum(String endpoint) {
    return endpoints.size() < ENDPOINTS_MAX
        ? endpoints.computeIfAbsent(endpoint, _ -> endpoints.size() + 1)
        : endpoints.getOrDefault(endpoint, 0);
  }

  /// What is to be said of all that was added, the clearest first: tenant, version, host, flag and
  /// error before other keys, more before less often.
  public Answer answer() {
    List<Tested> tested = new ArrayList<>();
    places.forEach((place, sums) -> {
      if (!place.key().isEmpty() && !sums.isIdentifier()) {
        test(place, sums, tested);
      }
    });
    tested.sort(Comparator.comparingDouble(one -> one.test.p()));
    List<AttributeFinding> findings = new ArrayList<>();
    double limit = limit(tested);
    for (Tested one : tested) {
      if (one.test.p() <= limit && isLarge(one.test)) {
        findings.add(finding(one));
      }
    }
    long ids =
        places.entrySet().stream()
            .filter(each -> each.getValue().isIdentifier())
            .map(each -> each.getKey().scope() + "." + each.getKey().key())
            .distinct()
            .count();
    return new Answer(
        distinct(findings),
        selected,
        rest,
        ids,
        leftOut + places.values().stream().mapToLong(AttributeSums::leftOut).sum());
  }

  private void test(AttributePlace place, AttributeSums sums, List<Tested> to) {
    AttributeSums among =
        place.isToldByAbsence()
            ? places.get(AttributePlace.visit(place.service(), place.name()))
            : sums;
    if (among != null) {
      sums.told()
          .forEach((value, ofValue) -> {
            if (ofValue.traces() >= TRACES_MIN) {
              to.add(
                  new Tested(place, value, ofValue, AttributeTest.of(among.all(), ofValue.strata)));
            }
          });
    }
  }

  /// Benjamini and Yekutieli 2001: the largest p(i) ≤ i·q / (m·Σ1/j).
  private static double limit(List<Tested> ascending) {
    double harmonic = 0;
    for (int j = 1; j <= ascending.size(); j++) {
      harmonic += 1.0 / j;
    }
    for (int i = ascending.size(); i >= 1; i--) {
      double p = ascending.get(i - 1).test.p();
      if (p <= i * FALSE_DISCOVERIES / (ascending.size() * harmonic)) {
        return p;
      }
    }
    return -1;
  }

  private static boolean isLarge(AttributeTest test) {
    double odds = Math.abs(Math.log(odds(test.selectedShare()) / odds(test.restShare())));
    return Math.abs(test.selectedShare() - test.restShare()) >= EFFECT_MIN
        && odds >= Math.log(ODDS_MIN);
  }

  private static double odds(double share) {
    double inside = Math.clamp(share, 1e-6, 1 - 1e-6);
    return inside / (1 - inside);
  }

  private static AttributeFinding finding(Tested one) {
    double score = one.test.selectedShare() - one.test.restShare();
    double reach = NORMAL_95 * one.test.error();
    List<TraceId> evidence = one.sums.selected.isEmpty() ? one.sums.rest : one.sums.selected;
    return new AttributeFinding(
        one.place.kind(),
        one.place.name(),
        List.of(one.place.service()),
        one.place.scope(),
        one.place.key(),
        one.place.flag(),
        one.value.text(),
        one.test.selectedShare(),
        one.test.restShare(),
        score,
        Math.max(-1, score - reach),
        Math.min(1, score + reach),
        evidence);
  }

  private record Identity(String scope, String key, String flag, String value) {}

  /// The same value in several places is told once, where it is clearest.
  private static List<AttributeFinding> distinct(List<AttributeFinding> all) {
    all.sort(
        Comparator.comparing(AttributeFinding::kind)
            .thenComparing(one -> one.score() < 0)
            .thenComparingDouble(one -> -one.surelyDiffers())
            .thenComparing(AttributeFinding::toString));
    Map<Identity, AttributeFinding> first = new LinkedHashMap<>();
    Map<Identity, LinkedHashSet<String>> services = new HashMap<>();
    for (AttributeFinding one : all) {
      Identity identity = new Identity(one.scope(), one.key(), one.flag(), one.value());
      first.putIfAbsent(identity, one);
      services.computeIfAbsent(identity, _ -> new LinkedHashSet<>()).addAll(one.services());
    }
    return first.entrySet().stream()
        .limit(FINDINGS_MAX)
        .map(each ->
            each.getValue()
                .withServices(
                    List.copyOf(services.getOrDefault(each.getKey(), new LinkedHashSet<>()))))
        .toList();
  }
}
