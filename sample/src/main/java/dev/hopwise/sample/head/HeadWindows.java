package dev.hopwise.sample.head;

import dev.hopwise.sample.window.IncidentWindow;
import dev.hopwise.sample.window.WindowState;
import dev.hopwise.traceql.TraceQl;
import java.util.List;
import java.util.function.Supplier;

/// The incident windows that are open, as the head needs them.
///
/// At the rate that was asked for, not at what a window's budget leaves: that is computed from what
/// arrives, and if what arrives followed it, the two would swing. The tail keeps the budget.
public final class HeadWindows implements Supplier<List<HeadWindow>> {

  private final Supplier<List<IncidentWindow>> windows;

  /// @param windows all there are, as of now
  public HeadWindows(Supplier<List<IncidentWindow>> windows) {
    this.windows = windows;
  }

  @Override
  public List<HeadWindow> get() {
    return windows.get().stream()
        .filter(window -> window.state() == WindowState.OPEN)
        .map(window -> new HeadWindow(TraceQl.parse(window.scope().traceQl()), window.rate()))
        .toList();
  }
}
