package dev.hopwise.measure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How many spans one stands for, as the sampler at the head of its trace says in the trace state.
///
/// `ot=th:T` names the rejection threshold of a 56-bit randomness: the count is `2^56 / (2^56 −
/// T)`; `ot=p:N`, the older form, says `2^N`. A count that is not whole is rounded up or down at
/// random with the mean kept, so that counters stay whole numbers; the randomness comes from the
/// span's id, so that a replay rounds alike.
///
/// Source: OpenTelemetry specification, "TraceState: Probability Sampling".
final class AdjustedCount {

  /// A span that claims to stand for more counts as so many: nobody samples below one in a million,
  /// and a forged state must not be able to blow up a counter.
  static final long MAX = 1_000_000;

  private static final byte[] MEMBER = "ot=".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] THRESHOLD = "th:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EXPONENT = "p:".getBytes(StandardCharsets.US_ASCII);
  private static final int THRESHOLD_DIGITS = 14;
  private static final double RANGE = (double) (1L << 56);
  private static final int EXPONENT_MAX = 62;
  private static final int NO_DIGIT = -1;

  private AdjustedCount() {}

  /// The weight of a span.
  ///
  /// @param spanId what it is rounded by
  /// @return 1 where the state says nothing, or nothing that can be read
  static long of(byte[] bytes, int offset, int length, long spanId) {
    int end = offset + length;
    for (int at = offset; at < end; at = next(bytes, at, end, ',')) {
      int member = skipSpaces(bytes, at, end);
      if (startsWith(bytes, member, end, MEMBER)) {
        return ofMember(bytes, member + MEMBER.length, memberEnd(bytes, member, end), spanId);
      }
    }
    return 1;
  }

  private static long ofMember(byte[] bytes, int from, int end, long spanId) {
    long older = 1;
    for (int at = from; at < end; at = next(bytes, at, end, ';')) {
      int stop = fieldEnd(bytes, at, end);
      if (startsWith(bytes, at, end, THRESHOLD)) {
        return ofThreshold(bytes, at + THRESHOLD.length, stop, spanId);
      }
      if (startsWith(bytes, at, end, EXPONENT)) {
        older = ofExponent(bytes, at + EXPONENT.length, stop);
      }
    }
    return older;
  }

  private static long ofThreshold(byte[] bytes, int from, int end, long spanId) {
    if (from == end || end - from > THRESHOLD_DIGITS) {
      return 1;
    }
    long threshold = 0;
    for (int place = 0; place < THRESHOLD_DIGITS; place++) {
      int digit = from + place < end ? digit(bytes[from + place]) : 0;
      if (digit == NO_DIGIT) {
        return 1;
      }
      threshold = threshold << 4 | digit;
    }
    return rounded(Math.min(MAX, RANGE / (RANGE - threshold)), spanId);
  }

  private static long rounded(double count, long spanId) {
    long whole = (long) count;
    double rest = count - whole;
    // The upper 53 bits of a multiplied id as a number from 0 to 1.
    double chance = ((spanId * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
    return chance < rest ? whole + 1 : whole;
  }

  private static long ofExponent(byte[] bytes, int from, int end) {
    int exponent = 0;
    for (int at = from; at < end; at++) {
      if (bytes[at] < '0' || bytes[at] > '9') {
        return 1;
      }
      exponent = Math.min(exponent * 10 + bytes[at] - '0', EXPONENT_MAX + 1);
    }
    return from == end || exponent > EXPONENT_MAX ? 1 : Math.min(MAX, 1L << exponent);
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

  /// Lower case only, as the specification writes it.
  private static int digit(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : NO_DIGIT;
  }
}
