package dev.hopwise.demo.shop;

import java.util.Locale;

/// The processes of the shop, in the order in which they are started. A traced role is a service
/// with the agent; the others stand for what one cannot or does not trace.
public enum Role {
  DATABASE(false),
  BROKER(false),
  OUTSIDE(false),
  GATEWAY(true),
  ORDERS(true),
  PAYMENTS(true),
  INVENTORY(true),
  FULFILMENT(true),
  AUTH(true);

  private final boolean traced;

  Role(boolean traced) {
    this.traced = traced;
  }

  /// Whether the process runs with the OpenTelemetry agent.
  public boolean traced() {
    return traced;
  }

  /// The `service.name` of a traced role.
  public String serviceName() {
    return name().toLowerCase(Locale.ROOT);
  }

  Part part(Addresses addresses, Faults faults) {
    return switch (this) {
      case DATABASE -> new DatabaseServer(addresses, faults);
      case BROKER -> new Broker(addresses);
      case OUTSIDE -> new Outside(addresses, faults);
      case GATEWAY -> new Gateway(addresses, faults);
      case ORDERS -> new Orders(addresses);
      case PAYMENTS -> new Payments(addresses, faults);
      case INVENTORY -> new Inventory(addresses);
      case FULFILMENT -> new Fulfilment(addresses, faults);
      case AUTH -> new Auth(addresses, faults);
    };
  }
}
