package dev.hopwise.sample.record;

import dev.hopwise.sample.Decision;
import org.jspecify.annotations.Nullable;

/// What many decisions share: how they went and why.
record Outcome(
    boolean keep, String rule, String trigger, double probability, @Nullable String windowId) {

  static Outcome of(Decision decision) {
    return new Outcome(
        decision.keep(),
        decision.rule(),
        decision.trigger(),
        decision.probability(),
        decision.windowId());
  }
}
