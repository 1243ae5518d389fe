package dev.hopwise.simulate;

import java.time.Duration;

/// Something that goes wrong for a while. Shares are 0 to 1.
public sealed interface Fault {

  /// From when to when.
  When when();

  /// A part of the run: 0 is its start, 1 its end.
  record When(double from, double to) {
    /// All the time.
    public static final When ALWAYS = new When(0, 1);

    /// The last two thirds.
    public static final When LATER = new When(1.0 / 3, 1);
  }

  /// Whom it strikes; empty is everybody.
  record Whom(String tenant, String version) {
    /// Everybody.
    public static final Whom ALL = new Whom("", "");
  }

  /// Time is added to a share of the calls.
  record Slow(When when, Target target, Latency extra, double share, Whom whom) implements Fault {
    /// For everybody, in the last two thirds of the run.
    public static Slow later(Target target, Latency extra) {
      return new Slow(When.LATER, target, extra, 1, Whom.ALL);
    }
  }

  /// A share of the calls fails.
  record Failing(When when, Target target, double share, String errorType, Whom whom)
      implements Fault {}

  /// The trace context does not arrive at the callee.
  ///
  /// @param caller empty for all callers
  record BrokenContext(When when, String caller, String callee, Break kind, double share)
      implements Fault {}

  /// How a context dies.
  enum Break {
    /// No `traceparent` arrives, or it is not read: the callee starts a new trace.
    STRIPPED,
    /// Something untraced in between puts its own span id there.
    REWRITTEN
  }

  /// An attribute whose values never repeat.
  record UnboundedAttribute(When when, String service, String key) implements Fault {}

  /// A service's spans of a share of the traces are sent late.
  record Late(When when, String service, Duration by, double share) implements Fault {}

  /// A share of a service's spans is never sent.
  record Lost(When when, String service, double share) implements Fault {}

  /// A service's clock is ahead by this much, or behind where negative.
  record Skew(When when, String service, Duration by) implements Fault {}

  /// An entry gets a multiple of its traffic share.
  record Mix(When when, String endpoint, double factor) implements Fault {}

  /// The traffic as a whole is multiplied.
  record Surge(When when, double factor) implements Fault {}
}
