package dev.hopwise.receive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// Decides whether a well-formed span is accepted, counts the refused ones by reason, and words
/// what the sender is told. Reused for request after request; not thread-safe.
final class SpanCheck {

  private static final int NAME_BYTES_SHOWN_MAX = 100;

  private final ReceiveLimits limits;
  private final Map<RefusalReason, Tally> tallies = new EnumMap<>(RefusalReason.class);
  private long oldest;
  private long newest;
  private long seen;

  /// Of the span that was refused last.
  private RefusalReason reason = RefusalReason.MALFORMED;

  private long start;
  private int length;
  private boolean parentIsBroken;

  SpanCheck(ReceiveLimits limits) {
    this.limits = limits;
  }

  /// Starts a request that was received at a time, in nanoseconds since 1970.
  void begin(long receivedEpochNanos) {
    oldest = receivedEpochNanos - Math.min(nanos(limits.maxAge()), receivedEpochNanos);
    newest =
        receivedEpochNanos
            + Math.min(nanos(limits.maxFuture()), Long.MAX_VALUE - receivedEpochNanos);
    tallies.clear();
    seen = 0;
  }

  /// Whether a span is accepted; the first reason that applies, in the order of the enum but size
  /// before age, counts.
  ///
  /// @param traceIdBits zero when the trace id is missing, of a wrong length or all zeros
  /// @param spanIdBits likewise
  /// @param startEpochNanos unsigned, so a negative number lies beyond the year 2262
  boolean accepts(
      long traceIdBits,
      long spanIdBits,
      boolean brokenParentId,
      long startEpochNanos,
      int spanBytes) {
    seen++;
    if (traceIdBits != 0
        && spanIdBits != 0
        && !brokenParentId
        && startEpochNanos >= oldest
        && startEpochNanos <= newest
        && spanBytes <= limits.spanBytesMax()) {
      return true;
    }
    parentIsBroken = spanIdBits != 0 && brokenParentId;
    start = startEpochNanos;
    length = spanBytes;
    reason = reason(traceIdBits, spanIdBits, brokenParentId);
    tallies.computeIfAbsent(reason, _ -> new Tally()).count++;
    return false;
  }

  private RefusalReason reason(long traceIdBits, long spanIdBits, boolean brokenParentId) {
    if (traceIdBits == 0) {
      return RefusalReason.INVALID_TRACE_ID;
    }
    if (spanIdBits == 0 || brokenParentId) {
      return RefusalReason.INVALID_SPAN_ID;
    }
    if (length > limits.spanBytesMax()) {
      return RefusalReason.SPAN_TOO_LARGE;
    }
    return start >= 0 && start < oldest ? RefusalReason.TOO_OLD : RefusalReason.TOO_NEW;
  }

  /// Remembers the span that was just refused if it is the first of its reason.
  void describe(byte[] bytes, int nameOffset, int nameLength) {
    Tally tally = tallies.get(reason);
    if (tally != null && tally.count == 1) {
      int shown = Math.min(nameLength, NAME_BYTES_SHOWN_MAX);
      String name = new String(bytes, nameOffset, shown, StandardCharsets.UTF_8);
      tally.first = "span " + (seen - 1) + " \"" + name + "\": " + fault();
    }
  }

  private String fault() {
    return switch (reason) {
      case INVALID_TRACE_ID -> "traceId must be 16 bytes and not all zeros";
      case INVALID_SPAN_ID ->
          parentIsBroken
              ? "parentSpanId must be empty or 8 bytes"
              : "spanId must be 8 bytes and not all zeros";
      case TOO_OLD ->
          "startTimeUnixNano "
              + time()
              + " is older than receive.max-age = "
              + text(limits.maxAge());
      case TOO_NEW ->
          "startTimeUnixNano "
              + time()
              + " is further ahead than receive.max-future = "
              + text(limits.maxFuture());
      case SPAN_TOO_LARGE ->
          length + " bytes are more than receive.span-bytes-max = " + limits.spanBytesMax();
      case MALFORMED, OVERLOADED -> throw new IllegalStateException("no span has reason " + reason);
    };
  }

  /// How many were refused, by reason.
  Map<RefusalReason, Long> refused() {
    Map<RefusalReason, Long> refused = new EnumMap<>(RefusalReason.class);
    tallies.forEach((each, tally) -> refused.put(each, tally.count));
    return refused;
  }

  /// For the sender: per reason the count and the first span; empty when none was refused.
  String message() {
    StringJoiner message = new StringJoiner("; ", "refused ", "").setEmptyValue("");
    tallies.forEach(
        (each, tally) -> message.add(tally.count + " as " + key(each) + ", first " + tally.first));
    return message.toString();
  }

  private static String key(RefusalReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String time() {
    return start < 0
        ? Long.toUnsignedString(start)
        : start + " (" + Instant.ofEpochSecond(0, start) + ")";
  }

  private static String text(Duration duration) {
    if (duration.equals(Duration.ofDays(duration.toDays()))) {
      return duration.toDays() + "d";
    }
    return duration.equals(Duration.ofHours(duration.toHours()))
        ? duration.toHours() + "h"
        : duration.toSeconds() + "s";
  }

  /// 292 years and more are "for ever".
  private static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0
        ? Long.MAX_VALUE
        : duration.toNanos();
  }

  private static final class Tally {
    long count;
    String first = "";
  }
}
