package dev.hopwise.simulate;

import java.util.Locale;

/// A fault as the truth file names it.
///
/// @param target service, edge, dependency or entry that it strikes
/// @param magnitude with its unit
record FaultWords(String kind, String target, String magnitude) {

  static FaultWords of(Fault fault) {
    return switch (fault) {
      case Fault.Slow slow ->
          new FaultWords(
              "slow",
              slow.target().text(),
              slow.extra().medianMillis() + " ms" + ofShare(slow.share()) + to(slow.whom()));
      case Fault.Failing failing ->
          new FaultWords(
              "failing",
              failing.target().text(),
              failing.errorType() + ofShare(failing.share()) + to(failing.whom()));
      case Fault.BrokenContext broken ->
          new FaultWords(
              "context-" + broken.kind().name().toLowerCase(Locale.ROOT),
              (broken.caller().isEmpty() ? "*" : broken.caller()) + " -> " + broken.callee(),
              ofShare(broken.share()).strip());
      case Fault.UnboundedAttribute unbounded ->
          new FaultWords("unbounded-attribute", unbounded.service(), unbounded.key());
      case Fault.Late late ->
          new FaultWords(
              "late", late.service(), late.by().toMillis() + " ms" + ofShare(late.share()));
      case Fault.Lost lost -> new FaultWords("lost", lost.service(), ofShare(lost.share()).strip());
      case Fault.Skew skew ->
          new FaultWords("clock-skew", skew.service(), skew.by().toMillis() + " ms");
      case Fault.Mix mix -> new FaultWords("traffic-mix", mix.endpoint(), "x " + mix.factor());
      case Fault.Surge surge -> new FaultWords("surge", "*", "x " + surge.factor());
    };
  }

  private static String ofShare(double share) {
    return share >= 1 ? "" : String.format(Locale.ROOT, " %.4g %%", share * 100);
  }

  private static String to(Fault.Whom whom) {
    String tenant = whom.tenant().isEmpty() ? "" : " tenant " + whom.tenant();
    return whom.version().isEmpty() ? tenant : tenant + " version " + whom.version();
  }
}
