package dev.hopwise.sample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What may be stored. Incident windows have budgets of their own beside it.
///
/// @param total of everything
/// @param tenants by tenant
/// @param services by root service
public record Budget(
    Limit total, SequencedMap<String, Limit> tenants, SequencedMap<String, Limit> services) {

  /// Whatever comes.
  public static final Budget UNLIMITED =
      new Budget(Limit.NONE, new LinkedHashMap<>(), new LinkedHashMap<>());

  public Budget {
    tenants = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tenants));
    services = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(services));
  }

  /// Whether nothing is ever given up for it.
  public boolean isUnlimited() {
    return total.isUnlimited()
        && tenants.values().stream().allMatch(Limit::isUnlimited)
        && services.values().stream().allMatch(Limit::isUnlimited);
  }

  /// How much.
  ///
  /// @param spansPerSecond above 0, or infinite
  /// @param bytesPerDay of encoded spans, above 0, or infinite; spent evenly over the day
  public record Limit(double spansPerSecond, double bytesPerDay) {

    /// Whatever comes.
    public static final Limit NONE = new Limit(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Limit {
      if (!(spansPerSecond > 0 && bytesPerDay > 0)) {
        throw new IllegalArgumentException(spansPerSecond + " spans/s, " + bytesPerDay + " B/d");
      }
    }

    /// Whether it limits nothing.
    public boolean isUnlimited() {
      return spansPerSecond == Double.POSITIVE_INFINITY && bytesPerDay == Double.POSITIVE_INFINITY;
    }
  }
}
