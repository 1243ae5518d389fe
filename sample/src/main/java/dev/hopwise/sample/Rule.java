package dev.hopwise.sample;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rule of a policy.
///
/// @param name unique in its policy
/// @param when null matches every trace
/// @param tenants whose traces it is for; empty for all
public record Rule(String name, @Nullable Condition when, List<String> tenants, Sampling sample) {
  public Rule {
    tenants = List.copyOf(tenants);
  }

  /// One for every trace.
  public static Rule of(String name, Sampling sample) {
    return new Rule(name, null, List.of(), sample);
  }

  /// Whether it says nothing about which traces it is for.
  public boolean matchesAll() {
    return when == null && tenants.isEmpty();
  }

  /// Of the name, for keys that belong to the rule.
  long nameHash() {
    return NameHash.of(name);
  }

  /// Whether nothing passes it by.
  boolean isFinal() {
    return matchesAll()
        && !(sample instanceof Sampling.SlowLimit || sample instanceof Sampling.SlowQuantile);
  }

  boolean keepsAll() {
    return matchesAll()
        && (sample instanceof Sampling.Always
            || (sample instanceof Sampling.Probability(double probability) && probability == 1));
  }
}
