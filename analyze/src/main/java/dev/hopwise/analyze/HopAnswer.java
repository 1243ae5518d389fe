package dev.hopwise.analyze;

import dev.hopwise.model.TraceId;
import java.util.List;

/// Which hops made a quantile of the root's duration change between two windows.
///
/// The contributions of `hops`, `mixNanos` and `unexplainedNanos` sum to `change.valueNanos`
/// exactly.
///
/// @param hops by rank, at most {@link HopAnalysis#HOPS_MAX}; those that do not stand out of the
///   noise are told too, and marked
/// @param mixNanos how much the quantile of the baseline would have changed if its endpoints had
///   been asked for as often as in the window
/// @param unexplainedNanos the rest: of hops that are not told, and of what the sums do not see
public record HopAnswer(
    Verdict verdict,
    WindowQuantile baseline,
    WindowQuantile window,
    Estimate change,
    List<Hop> hops,
    long mixNanos,
    long unexplainedNanos) {
  public HopAnswer {
    hops = List.copyOf(hops);
  }

  /// What is to blame.
  public enum Verdict {
    HOP,
    MIX,
    /// No hop and no mix changed by more than chance and the minimum effect.
    NONE
  }

  /// A value with its 95 % interval, which holds the value.
  public record Estimate(long valueNanos, long lowNanos, long highNanos) {}

  /// A quantile of a window.
  ///
  /// @param n traces
  /// @param effective how many traces of equal weight would say as much (Kish)
  public record WindowQuantile(Estimate quantile, int n, double effective) {}

  /// A component's part in the change.
  ///
  /// @param operation the one that grew most
  /// @param culprit the service or dependency that the hop's growth is blamed on
  /// @param significant more than chance and the minimum effect
  /// @param meanNanos change of the mean per trace, which the rank is made of
  /// @param share of the change, 0 when there is none; negative when it went the other way
  /// @param evidence traces of the window that spent most time there
  public record Hop(
      int rank,
      Component component,
      String operation,
      String culprit,
      boolean significant,
      Estimate contribution,
      Estimate meanNanos,
      double share,
      List<TraceId> evidence) {
    public Hop {
      evidence = List.copyOf(evidence);
    }
  }
}
