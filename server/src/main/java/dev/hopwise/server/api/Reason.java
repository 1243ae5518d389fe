package dev.hopwise.server.api;

import dev.hopwise.sample.Decision;
import dev.hopwise.sample.buffer.PendingTrace;
import java.math.BigDecimal;
import java.math.MathContext;

/// Why a trace was kept or not, in words.
final class Reason {

  private static final MathContext DIGITS = new MathContext(3);

  private Reason() {}

  /// Of a trace that was decided.
  static String of(Decision decision) {
    String why = decision.keep() ? kept(decision) : dropped(decision);
    String when = when(decision.trigger());
    return when.isEmpty() ? why : why + "; " + when;
  }

  /// Of a trace that is still waiting.
  static String of(PendingTrace pending) {
    return "not decided yet: "
        + pending.spanCount()
        + (pending.spanCount() == 1 ? " span has" : " spans have")
        + " arrived, and more may come";
  }

  private static String kept(Decision decision) {
    String rule = rule(decision);
    String share =
        decision.probability() == 1
            ? rule + " keeps every trace that it is for"
            : rule
                + " kept "
                + percent(decision.probability())
                + " of the traces that it is for at that moment, and this one is among them";
    boolean both = decision.windowId() != null && !decision.rule().equals(Decision.WINDOW_RULE);
    return both ? share + "; incident window " + decision.windowId() + " wanted it too" : share;
  }

  private static String dropped(Decision decision) {
    String rule = rule(decision);
    return decision.probability() == 0
        ? rule + " keeps none of the traces that it is for"
        : rule
            + " kept "
            + percent(decision.probability())
            + " of the traces that it is for at that moment, and this one is not among them";
  }

  private static String rule(Decision decision) {
    return decision.rule().equals(Decision.WINDOW_RULE)
        ? "incident window " + decision.windowId()
        : "rule " + decision.rule();
  }

  private static String when(String trigger) {
    return switch (trigger) {
      case "quiet" -> "decided once its root had ended and no span came any more";
      case "timeout" ->
          "decided when its time was up, since its root had not come or spans still came";
      case "size" -> "decided early, since it had grown too large";
      case "memory" -> "decided early, since there was no room for others";
      case "late" -> "decided anew when more spans came after the first decision";
      case "promoted" -> "kept after all, since more spans came after the first decision";
      case "reach-back" -> "decided anew when an incident window reached back to it";
      case "shutdown" -> "decided early, since the server was stopping";
      default -> "";
    };
  }

  private static String percent(double probability) {
    BigDecimal percent = new BigDecimal(probability * 100).round(DIGITS).stripTrailingZeros();
    return percent.toPlainString() + " %";
  }
}
