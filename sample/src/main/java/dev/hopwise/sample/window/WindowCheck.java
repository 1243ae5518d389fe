package dev.hopwise.sample.window;

import dev.hopwise.sample.Condition;
import dev.hopwise.traceql.TraceQlException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Finds what is wrong with a request.
final class WindowCheck {

  private final WindowLimits limits;

  WindowCheck(WindowLimits limits) {
    this.limits = limits;
  }

  /// The first thing that is wrong, or null.
  OpenAnswer.@Nullable Refused problem(WindowRequest request) {
    String scope = request.scope().traceQl();
    if (scope.length() > limits.scopeLengthMax()) {
      return tooLarge("scope", scope.length() + " characters", limits.scopeLengthMax(), "");
    }
    OpenAnswer.Refused query = query(scope);
    return query != null ? query : numbers(request);
  }

  private OpenAnswer.@Nullable Refused numbers(WindowRequest request) {
    if (!(request.rate() > 0 && request.rate() <= 1)) {
      return refused("rate", "rate is " + request.rate() + ", allowed is above 0 and at most 1", 1);
    }
    OpenAnswer.Refused ttl = duration("ttl", request.ttl(), Duration.ofSeconds(1), limits.ttlMax());
    if (ttl != null) {
      return ttl;
    }
    OpenAnswer.Refused reach =
        duration("reachBack", request.reachBack(), Duration.ZERO, limits.reachBackMax());
    return reach != null ? reach : rest(request);
  }

  private OpenAnswer.@Nullable Refused rest(WindowRequest request) {
    double budget = request.budgetSpansPerSecond();
    if (!(budget > 0 && budget <= limits.budgetSpansPerSecondMax())) {
      return refused(
          "budget",
          "budget.spansPerSecond is "
              + budget
              + ", allowed is above 0 and at most "
              + (long) limits.budgetSpansPerSecondMax(),
          (long) limits.budgetSpansPerSecondMax());
    }
    int reason = request.reason().length();
    return reason > limits.reasonLengthMax()
        ? tooLarge("reason", reason + " characters", limits.reasonLengthMax(), "")
        : null;
  }

  private static OpenAnswer.@Nullable Refused query(String traceQl) {
    try {
      var _ = Condition.parse(traceQl);
      return null;
    } catch (TraceQlException e) {
      String place = " (at character " + e.position() + " of " + traceQl + ")";
      return new OpenAnswer.Refused("scope", e.detail() + place, OptionalLong.empty());
    }
  }

  private static OpenAnswer.@Nullable Refused duration(
      String field, Duration value, Duration min, Duration max) {
    if (value.compareTo(max) > 0) {
      return tooLarge(field, value.toSeconds() + " s", max.toSeconds(), " s");
    }
    return value.compareTo(min) < 0
        ? refused(
            field,
            field + " is " + value.toMillis() + " ms, at least " + min.toSeconds() + " s",
            -1)
        : null;
  }

  private static OpenAnswer.Refused tooLarge(String field, String is, long max, String unit) {
    return refused(field, field + " has " + is + ", at most " + max + unit, max);
  }

  private static OpenAnswer.Refused refused(String field, String detail, long limit) {
    return new OpenAnswer.Refused(
        field, detail, limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit));
  }
}
