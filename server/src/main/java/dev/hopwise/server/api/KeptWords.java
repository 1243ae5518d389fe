package dev.hopwise.server.api;

import dev.hopwise.model.Kept;
import java.util.Locale;

/// Why a trace is there, for people.
final class KeptWords {

  /// The rule's name where an incident window alone kept a trace.
  private static final String WINDOW_RULE = "window";

  private KeptWords() {}

  /// One line; the rule is not empty.
  static String of(Kept kept) {
    return "kept by " + who(kept) + " " + when(kept.trigger()) + "; " + standsFor(kept);
  }

  private static String who(Kept kept) {
    String rule = "rule " + kept.rule();
    if (kept.windowId() == null) {
      return rule;
    }
    String window = "incident window " + kept.windowId();
    return kept.rule().equals(WINDOW_RULE) ? window : rule + " and " + window;
  }

  private static String when(String trigger) {
    return switch (trigger) {
      case "quiet" -> "once it had been quiet";
      case "timeout" -> "when its time was over";
      case "size" -> "early, since it had become large";
      case "memory" -> "early, since memory was short";
      case "immediate" -> "as it arrived";
      case "late" -> "after the decision on its trace";
      case "promoted" -> "after late spans had changed the decision";
      case "reach-back" -> "from the journal, when the window was opened";
      case "shutdown" -> "when the server stopped";
      default -> "(" + trigger + ")";
    };
  }

  private static String standsFor(Kept kept) {
    if (kept.inclusionProbability() >= 1) {
      return "every trace like it is kept";
    }
    double traces = kept.weight();
    if (traces == 0) {
      return "it stands for itself only, since what was kept before stands for the rest";
    }
    return String.format(
        Locale.ROOT,
        Math.abs(traces - Math.rint(traces)) < 0.05
            ? "it stands for %.0f traces"
            : "it stands for %.1f traces",
        traces);
  }
}
