package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.TimeRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request asks for, read strictly: whatever is wrong is refused by its name.
public final class Parameters {

  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  /// Longest text of a number or time.
  private static final int NUMBER_LENGTH_MAX = 40;

  private final ServiceRequestContext context;

  public Parameters(ServiceRequestContext context) {
    this.context = context;
  }

  /// The Accept header, empty when there is none.
  public String accept() {
    return context.request().headers().get(HttpHeaderNames.ACCEPT, "");
  }

  public String path(String name) {
    return String.valueOf(context.pathParam(name));
  }

  /// The text, or null when it is missing or empty.
  public @Nullable String text(String name) {
    String value = context.queryParam(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /// All texts of a name that may be repeated, without empty ones.
  public List<String> all(String name) {
    return context.queryParams().getAll(name).stream().filter(each -> !each.isEmpty()).toList();
  }

  public String required(String name) {
    String value = text(name);
    if (value == null) {
      throw new BadParameterException(name, name + " is missing");
    }
    return value;
  }

  public TraceId traceId() {
    try {
      return TraceId.parse(path("id"));
    } catch (IllegalArgumentException e) {
      throw new BadParameterException("id", String.valueOf(e.getMessage()));
    }
  }

  public int integer(String name, int fallback, int min, int max) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new BadParameterException(
        name, name + " is \"" + shortened(text) + "\", allowed are " + min + " to " + max, max);
  }

  /// `from` and `to`; what is missing is the given.
  public TimeRange range(Instant from, Instant to) {
    return range("from", "to", from, to);
  }

  /// The range that two parameters name; what is missing is the given.
  public TimeRange range(String fromName, String toName, Instant from, Instant to) {
    long fromNanos = time(fromName, from);
    long toNanos = time(toName, to);
    if (fromNanos > toNanos) {
      throw new BadParameterException(fromName, fromName + " is later than " + toName);
    }
    return new TimeRange(fromNanos, toNanos);
  }

  /// A decimal number strictly between two others.
  public double between(String name, double fallback, double above, double below) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    if (text.length() <= NUMBER_LENGTH_MAX && text.matches("[0-9]*\\.?[0-9]+")) {
      double value = Double.parseDouble(text);
      if (value > above && value < below) {
        return value;
      }
    }
    throw new BadParameterException(
        name,
        name
            + " is \""
            + shortened(text)
            + "\", allowed is what lies between "
            + above
            + " and "
            + below);
  }

  /// `from` and `to` where both may be missing.
  public TimeRange hint() {
    if (text("from") == null || text("to") == null) {
      return TimeRange.ALL;
    }
    return range(Instant.EPOCH, Instant.EPOCH);
  }

  private long time(String name, Instant fallback) {
    String text = text(name);
    if (text == null) {
      return nanos(fallback);
    }
    if (text.length() <= NUMBER_LENGTH_MAX) {
      try {
        return text.contains("T") || text.contains("t")
            ? nanos(OffsetDateTime.parse(text).toInstant())
            : seconds(text);
      } catch (DateTimeParseException | ArithmeticException | NumberFormatException _) {
        // told below
      }
    }
    throw new BadParameterException(
        name,
        name + " is \"" + shortened(text) + "\", neither RFC 3339 nor unix seconds until 2262");
  }

  /// No exponents: they make huge numbers of short texts.
  private static long seconds(String text) {
    if (!text.matches("-?[0-9]+(\\.[0-9]+)?")) {
      throw new NumberFormatException(text);
    }
    return new BigDecimal(text).multiply(NANOS).toBigInteger().longValueExact();
  }

  public static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  public static Instant instant(long epochNanos) {
    return Instant.EPOCH.plus(Duration.ofNanos(epochNanos));
  }

  private static String shortened(String text) {
    return text.length() <= NUMBER_LENGTH_MAX ? text : text.substring(0, NUMBER_LENGTH_MAX) + "…";
  }
}
