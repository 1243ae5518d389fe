package dev.hopwise.sample.record;

import dev.hopwise.sample.Decision;

/// What many decisions share: where their trace began.
record Root(String service, String name) {

  static Root of(Decision decision) {
    return new Root(decision.rootService(), decision.rootName());
  }
}
