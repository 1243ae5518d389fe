package dev.hopwise.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A part of the traffic that stands for all of it: the same traces wherever it is asked for,
/// chosen by a hash of the whole trace id, so that it says nothing about which of them a
/// probability keeps.
///
/// Traces that come at random come a share as often in the part, as if its time ran slower. So what
/// a policy says per second is multiplied by the share, and what an engine measures in traces or
/// over their distances is too.
///
/// @param share above 0, at most 1
public record TrafficShare(double share) {

  /// Everything.
  public static final TrafficShare ALL = new TrafficShare(1);

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final double UNSIGNED_HALF = 0x1p63;

  public TrafficShare {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share " + share + " is not above 0 and at most 1");
    }
  }

  /// Whether a trace belongs to it. A larger share has all the traces of a smaller one.
  public boolean contains(long traceIdHigh, long traceIdLow) {
    return share == 1 || (mixed(traceIdHigh, traceIdLow) >>> 1) < share * UNSIGNED_HALF;
  }

  /// How many traces of all the traffic one of them stands for.
  public double weight() {
    return 1 / share;
  }

  /// What does to the part as the policy does to all: what is counted per second is multiplied by
  /// the share.
  Policy of(Policy policy) {
    if (share == 1) {
      return policy;
    }
    Budget all = policy.budget();
    Budget budget = new Budget(of(all.total()), of(all.tenants()), of(all.services()));
    List<Rule> rules = policy.rules().stream().map(this::of).toList();
    return new Policy(policy.tenantAttribute(), budget, rules, policy.head());
  }

  private SequencedMap<String, Budget.Limit> of(SequencedMap<String, Budget.Limit> limits) {
    SequencedMap<String, Budget.Limit> scaled = new LinkedHashMap<>();
    limits.forEach((name, limit) -> scaled.put(name, of(limit)));
    return scaled;
  }

  private Budget.Limit of(Budget.Limit limit) {
    return new Budget.Limit(limit.spansPerSecond() * share, limit.bytesPerDay() * share);
  }

  private Rule of(Rule rule) {
    return rule.sample() instanceof Sampling.Throughput(double perSecond, Sampling.Per per)
        ? new Rule(
            rule.name(),
            rule.when(),
            rule.tenants(),
            new Sampling.Throughput(perSecond * share, per))
        : rule;
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014) over both halves.
  private static long mixed(long high, long low) {
    return mixed(mixed(high + MULTIPLIER) ^ low);
  }

  private static long mixed(long value) {
    long first = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    long second = (first ^ first >>> 27) * 0x94D049BB133111EBL;
    return second ^ second >>> 31;
  }
}
