package dev.hopwise.demo.shop;

/// Everything in the shop that listens. The host name is what callers use and what their spans
/// carry as `server.address`; all of them lead to the loopback interface.
///
/// With a port base, an address listens on base + its offset.
public enum Address {
  /// The fault switches of the demo itself.
  CONTROL(0, "localhost"),
  GATEWAY(1, "gateway"),
  AUTH(2, "auth"),
  ORDERS(3, "orders"),
  INVENTORY(4, "inventory"),
  /// The proxy between orders and inventory; it answers for inventory, as a service mesh does.
  INVENTORY_PROXY(5, "inventory"),
  PAYMENTS(6, "payments"),
  QUEUE(7, "queue"),
  DATABASE(8, "db"),
  CARD_NETWORK(9, "api.cards.example"),
  CARRIER(10, "api.carrier.example");

  private final int offset;
  private final String host;

  Address(int offset, String host) {
    this.offset = offset;
    this.host = host;
  }

  /// The name callers resolve.
  public String host() {
    return host;
  }

  /// The port to bind: 0, which means any, unless a base is set.
  public int port(int portBase) {
    return portBase == 0 ? 0 : portBase + offset;
  }
}
