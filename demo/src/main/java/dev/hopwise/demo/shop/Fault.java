package dev.hopwise.demo.shop;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be broken on purpose, one switch each. Every process hears of every switch and heeds
/// its own.
public enum Fault {
  SLOW_DATABASE("the database takes about 400 ms longer for every INSERT INTO charges of payments"),
  SLOW_AUTH("auth takes about 350 ms longer for every VerifyToken, in its own code"),
  SLOW_EXTERNAL_API("the card network takes about 600 ms longer to authorize a charge"),
  SLOW_CONSUMER("fulfilment takes about 1 s longer for a message, so that orders.placed backs up"),
  FAILING_PAYMENTS("payments answers 503 to nine of ten charges, and orders tries three times"),
  BROKEN_PROPAGATION("the proxy between orders and inventory drops traceparent and baggage"),
  UNBOUNDED_ATTRIBUTE("the gateway puts a new UUID into every request's baggage as request.nonce");

  private final String description;

  Fault(String description) {
    this.description = description;
  }

  /// The name in URLs, such as `slow-database`.
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String description() {
    return description;
  }

  public static Optional<Fault> of(String id) {
    return Stream.of(values()).filter(fault -> fault.id().equals(id)).findFirst();
  }
}
