package dev.hopwise.server;

import dev.hopwise.sample.HeadPolicy;
import dev.hopwise.sample.head.HeadWindow;
import java.util.List;
import java.util.function.Supplier;

/// What head sampling sees of the policy and of the incident windows: asked whenever an SDK asks,
/// on any thread.
///
/// @param policy the one that holds now
/// @param openWindows those that are open now, at the rates that were asked for
public record HeadView(Supplier<HeadPolicy> policy, Supplier<List<HeadWindow>> openWindows) {

  /// Every SDK sends everything.
  public static final HeadView ALL = new HeadView(() -> HeadPolicy.ALL, List::of);
}
