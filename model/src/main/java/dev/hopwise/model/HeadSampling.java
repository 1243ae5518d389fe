package dev.hopwise.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What the sampler at the head of a trace says about it in the trace state.
///
/// `ot=th:T` names the rejection threshold of a 56-bit randomness R: the span is there because R
/// reaches T, which happens with probability `1 − T / 2^56`. R is `ot=rv:…` where the state has it,
/// otherwise the last 56 bits of the trace id, so that a sampler behind the head can decide on the
/// same R. `ot=p:N`, the older form, says a probability of `2^−N` on a randomness of its own
/// (`r:`). A state without either, or one that cannot be read, says nothing: probability 1.
///
/// Source: OpenTelemetry specification, "TraceState: Probability Sampling" and the older
/// "TraceState: Probability Sampling" with `p` and `r`.
///
/// @param threshold T, 0 to `2^56 − 1`; 0 where `th` is absent
/// @param exponent N of the older form, 0 to 62, or -1 where it does not hold
/// @param randomness R where the state has it, or -1
public record HeadSampling(long threshold, int exponent, long randomness) {

  /// A state that says nothing.
  public static final HeadSampling NONE = new HeadSampling(0, -1, -1);

  /// How many values a randomness has: `2^56`.
  public static final long RANDOMNESS_RANGE = 1L << 56;

  private static final byte[] MEMBER = ascii("ot=");
  private static final byte[] THRESHOLD = ascii("th:");
  private static final byte[] RANDOMNESS = ascii("rv:");
  private static final byte[] EXPONENT = ascii("p:");
  private static final int DIGITS = 14;
  private static final int EXPONENT_MAX = 62;
  private static final long UNREADABLE = -1;

  /// Reads a trace state.
  ///
  /// @param length 0 where there is none
  public static HeadSampling parse(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; at = next(bytes, at, end, ',')) {
      int member = skipSpaces(bytes, at, end);
      if (startsWith(bytes, member, end, MEMBER)) {
        return member(bytes, member + MEMBER.length, memberEnd(bytes, member, end));
      }
    }
    return NONE;
  }

  /// Reads a trace state.
  public static HeadSampling parse(String traceState) {
    byte[] bytes = traceState.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /// With which the head kept the span; 1 where it says nothing.
  public double probability() {
    return exponent >= 0
        ? 1.0 / (1L << exponent)
        : (double) (RANDOMNESS_RANGE - threshold) / RANDOMNESS_RANGE;
  }

  /// Whether the state carries the trace's randomness.
  public boolean hasRandomness() {
    return randomness >= 0;
  }

  /// R of the trace: what the state carries, or the last 56 bits of the trace's id.
  public long randomnessOr(long traceIdLow) {
    return hasRandomness() ? randomness : traceIdLow & (RANDOMNESS_RANGE - 1);
  }

  /// Whether the head decided on the same randomness as whoever compares R with a threshold; the
  /// older form did not.
  public boolean sameRandomness() {
    return exponent < 0;
  }

  /// With which the span passes the head and then a sampler that keeps with the given probability
  /// on R. On one randomness the stricter of two implies the other; two that are independent
  /// multiply.
  public double with(double tailProbability) {
    return sameRandomness()
        ? Math.min(tailProbability, probability())
        : tailProbability * probability();
  }

  /// The newer form counts where both stand.
  private static HeadSampling member(byte[] bytes, int from, int end) {
    long threshold = UNREADABLE;
    boolean hasThreshold = false;
    long randomness = UNREADABLE;
    int exponent = -1;
    for (int at = from; at < end; at = next(bytes, at, end, ';')) {
      int stop = fieldEnd(bytes, at, end);
      if (startsWith(bytes, at, stop, THRESHOLD) && !hasThreshold) {
        hasThreshold = true;
        threshold = threshold(bytes, at + THRESHOLD.length, stop);
      } else if (startsWith(bytes, at, stop, RANDOMNESS)) {
        randomness = randomness(bytes, at + RANDOMNESS.length, stop);
      } else if (startsWith(bytes, at, stop, EXPONENT)) {
        exponent = exponent(bytes, at + EXPONENT.length, stop);
      }
    }
    return new HeadSampling(Math.max(0, threshold), hasThreshold ? -1 : exponent, randomness);
  }

  /// 1 to 14 hexadecimal digits, of which trailing zeros may be left out.
  private static long threshold(byte[] bytes, int from, int end) {
    int count = end - from;
    long digits = count < 1 || count > DIGITS ? UNREADABLE : hex(bytes, from, end);
    return digits < 0 ? UNREADABLE : digits << (4 * (DIGITS - count));
  }

  /// Exactly 14 hexadecimal digits.
  private static long randomness(byte[] bytes, int from, int end) {
    return end - from == DIGITS ? hex(bytes, from, end) : UNREADABLE;
  }

  /// Lower case only, as the specification writes it.
  private static long hex(byte[] bytes, int from, int end) {
    long value = 0;
    for (int at = from; at < end; at++) {
      byte c = bytes[at];
      if (c >= '0' && c <= '9') {
        value = value << 4 | (c - '0');
      } else if (c >= 'a' && c <= 'f') {
        value = value << 4 | (c - 'a' + 10);
      } else {
        return UNREADABLE;
      }
    }
    return value;
  }

  private static int exponent(byte[] bytes, int from, int end) {
    int exponent = 0;
    for (int at = from; at < end; at++) {
      if (bytes[at] < '0' || bytes[at] > '9') {
        return -1;
      }
      exponent = Math.min(exponent * 10 + bytes[at] - '0', EXPONENT_MAX + 1);
    }
    return from == end || exponent > EXPONENT_MAX ? -1 : exponent;
  }

  private static boolean startsWith(byte[] bytes, int at, int end, byte[] text) {
    return end - at >= text.length
        && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
  }

  /// Behind the next separator, or the end.
  private static int next(byte[] bytes, int from, int end, char separator) {
    int at = from;
    while (at < end && bytes[at] != separator) {
      at++;
    }
    return Math.min(end, at + 1);
  }

  private static int memberEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != ',' && bytes[at] != ' ') {
      at++;
    }
    return at;
  }

  private static int fieldEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != ';') {
      at++;
    }
    return at;
  }

  private static int skipSpaces(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    return at;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
