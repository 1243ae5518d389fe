package dev.hopwise.demo.shop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/// The ports of the shop as this process knows them: its own once it listens, all of them once the
/// demo has sent the list. Any thread.
final class Addresses {
  private final int portBase;
  private final Map<Address, Integer> ports = new EnumMap<>(Address.class);

  /// @param portBase 0 for free ports
  Addresses(int portBase) {
    this.portBase = portBase;
  }

  /// Where to bind: always the loopback interface.
  InetSocketAddress toBind(Address address) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port(portBase));
  }

  synchronized void put(Address address, int port) {
    ports.put(address, port);
  }

  synchronized void putAll(Map<Address, Integer> known) {
    ports.putAll(known);
  }

  synchronized Map<Address, Integer> all() {
    return new EnumMap<>(ports);
  }

  /// @throws IllegalStateException if the address is not known yet
  synchronized int port(Address address) {
    Integer port = ports.get(address);
    if (port == null) {
      throw new IllegalStateException("the address of " + address + " is not known yet");
    }
    return port;
  }

  /// `http://host:port` + path, with the host name that shows up in spans.
  URI http(Address address, String path) {
    return URI.create("http://" + address.host() + ":" + port(address) + path);
  }
}
