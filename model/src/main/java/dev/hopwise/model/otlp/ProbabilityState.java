package dev.hopwise.model.otlp;

import dev.hopwise.model.HeadSampling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The trace state of a span that stands for several: `ot=th:T`, where T is the rejection threshold
/// of its inclusion probability p, `2^56 · (1 − p)` as hexadecimal digits without trailing zeros.
///
/// Other vendors' members and other parts of `ot`, above all the randomness `rv`, stay. The older
/// `p:` and `r:` go: they would say the same of another probability.
///
/// Source: OpenTelemetry specification, "TraceState: Probability Sampling" and "TraceState
/// Handling".
final class ProbabilityState {

  private static final int DIGITS = 14;
  private static final long RANGE = 1L << 56;

  /// A probability is a double of 53 bits, so a threshold comes back from one with its last bits
  /// rounded. One so near is the sender's own and stays as he wrote it.
  private static final long ROUNDING = 8;

  /// Of W3C's trace context.
  private static final int MEMBERS_MAX = 32;

  private static final String VENDOR = "ot=";
  private static final String THRESHOLD = "th:";
  private static final Pattern SAYS_PROBABILITY = Pattern.compile("th:|p:|r:");

  private ProbabilityState() {}

  /// The state that says it.
  ///
  /// @param state as it came, empty where there was none
  /// @param probability below 1; 0 where the span is no part of the sample (it was kept as evidence
  ///   besides), for which OpenTelemetry has no word: then the state says no probability at all
  /// @return the same array where it says so already
  static byte[] with(byte[] state, double probability) {
    long threshold = Math.min(RANGE - 1, RANGE - Math.round(probability * RANGE));
    HeadSampling head = HeadSampling.parse(state, 0, state.length);
    if (head.sameRandomness() && probability > 0 && head.threshold() >= threshold - ROUNDING) {
      return state;
    }
    List<String> own = new ArrayList<>();
    List<String> others = new ArrayList<>();
    if (probability > 0) {
      own.add(THRESHOLD + digits(threshold));
    }
    read(state, own, others);
    if (!own.isEmpty()) {
      others.addFirst(VENDOR + String.join(";", own));
    }
    return String.join(",", others.subList(0, Math.min(MEMBERS_MAX, others.size())))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /// @param own gets the parts of `ot` that stay
  /// @param others the members that stay
  private static void read(byte[] state, List<String> own, List<String> others) {
    for (String member : new String(state, StandardCharsets.ISO_8859_1).split(",", -1)) {
      String trimmed = member.strip();
      if (trimmed.startsWith(VENDOR)) {
        for (String part : trimmed.substring(VENDOR.length()).split(";", -1)) {
          if (!part.isEmpty() && !SAYS_PROBABILITY.matcher(part).lookingAt()) {
            own.add(part);
          }
        }
      } else if (!trimmed.isEmpty()) {
        others.add(trimmed);
      }
    }
  }

  private static String digits(long threshold) {
    String all = String.format(Locale.ROOT, "%014x", threshold);
    int end = DIGITS;
    while (end > 1 && all.charAt(end - 1) == '0') {
      end--;
    }
    return all.substring(0, end);
  }
}
