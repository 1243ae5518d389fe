package dev.hopwise.analyze;

import dev.hopwise.analyze.AttributeSums.Side;
import dev.hopwise.analyze.AttributeSums.Sides;
import java.util.Map;

/// Compares the share of a value on two sides, endpoint by endpoint, and pools the differences with
/// Mantel and Haenszel's weights n₁n₀/(n₁+n₀), n being effective traces (Kish). The variances are
/// those of a ratio estimator, linearised; under the hypothesis of no difference around the pooled
/// share.
///
/// @param p two-sided
record AttributeTest(double selectedShare, double restShare, double error, double p) {

  /// Fewer traces with (or without) the value on either side are not normal: then the binomial
  /// distribution has a say too.
  private static final double NORMAL_FROM = 20;

  private static final Sides NOTHING = new Sides();

  /// @param all of the traces that could have the value
  /// @param having of those that have it
  static AttributeTest of(Map<Integer, Sides> all, Map<Integer, Sides> having) {
    Pool pool = new Pool();
    all.forEach((k, sides) -> pool.add(sides, having.getOrDefault(k, NOTHING)));
    return pool.test();
  }

  private static final class Pool {
    private double weights;
    private double selected;
    private double rest;
    private double variance;
    private double nullVariance;
    private double present;
    private double presentSelected;
    private double presentExpected;
    private double traces;
    private double tracesSelected;
    private double tracesExpected;

    void add(Sides all, Sides having) {
      Side one = all.selected();
      Side two = all.rest();
      if (one.traces == 0 || two.traces == 0) {
        return;
      }
      double n1 = one.weight * one.weight / one.weightSquares;
      double n0 = two.weight * two.weight / two.weightSquares;
      double h = n1 * n0 / (n1 + n0);
      double p1 = having.selected().sum / one.weight;
      double p0 = having.rest().sum / two.weight;
      double pooled = (n1 * p1 + n0 * p0) / (n1 + n0);
      weights += h;
      selected += h * p1;
      rest += h * p0;
      variance +=
          h * h * (spread(one, having.selected(), p1, n1) + spread(two, having.rest(), p0, n0));
      nullVariance +=
          h * h * (squares(one, having.selected(), pooled) + squares(two, having.rest(), pooled));
      count(one, two, having);
    }

    private void count(Side one, Side two, Sides having) {
      double share = (double) one.traces / (one.traces + two.traces);
      int with = having.selected().traces + having.rest().traces;
      present += with;
      presentSelected += having.selected().traces;
      presentExpected += with * share;
      int without = one.traces + two.traces - with;
      traces += without;
      tracesSelected += one.traces - having.selected().traces;
      tracesExpected += without * share;
    }

    /// Σ w²(x − p)² / W².
    private static double squares(Side all, Side having, double p) {
      double sum =
          having.squaredWeightSquares - 2 * p * having.squaredWeightSum + p * p * all.weightSquares;
      return Math.max(0, sum) / (all.weight * all.weight);
    }

    /// Never as if a share of 0 or 1 were known without doubt (Agresti and Coull).
    private static double spread(Side all, Side having, double p, double n) {
      double shrunk = (p * n + 2) / (n + 4);
      return Math.max(squares(all, having, p), 0.25 * shrunk * (1 - shrunk) / n);
    }

    AttributeTest test() {
      if (weights == 0) {
        return new AttributeTest(0, 0, 0, 1);
      }
      double p1 = selected / weights;
      double p0 = rest / weights;
      double error = Math.sqrt(nullVariance) / weights;
      double p = error == 0 ? 1 : Tails.normal(Math.abs(p1 - p0) / error);
      return new AttributeTest(p1, p0, Math.sqrt(variance) / weights, Math.max(p, exact(p1 > p0)));
    }

    /// 0 where enough was seen for the normal distribution.
    private double exact(boolean over) {
      boolean rare = present <= traces;
      double n = rare ? present : traces;
      double seen = rare ? presentSelected : tracesSelected;
      double expected = rare ? presentExpected : tracesExpected;
      if (Math.min(expected, n - expected) >= NORMAL_FROM) {
        return 0;
      }
      return Tails.binomial((int) n, (int) seen, n == 0 ? 0 : expected / n, over == rare);
    }
  }
}
