package dev.hopwise.demo.shop;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The lines that the demo and its processes exchange over the processes' standard streams.
///
/// ```
/// process → demo   listening GATEWAY=40123[,…]      its sockets are bound
/// demo → process   addresses GATEWAY=40123,AUTH=…   of the whole shop
/// process → demo   ready                            it has connected to the others
/// demo → process   fault slow-auth on|off
/// demo → process   (end of input)                   end
/// ```
public final class Lines {
  public static final String LISTENING = "listening ";
  public static final String ADDRESSES = "addresses ";
  public static final String READY = "ready";
  public static final String FAULT = "fault ";

  private Lines() {}

  public static String addresses(Map<Address, Integer> ports) {
    return ports.entrySet().stream()
        .map(entry -> entry.getKey().name() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /// @throws IllegalArgumentException for an unknown address or a port that is no number
  public static Map<Address, Integer> parseAddresses(String text) {
    Map<Address, Integer> ports = new EnumMap<>(Address.class);
    for (String item : text.isBlank() ? new String[0] : text.trim().split(",", -1)) {
      int equals = item.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("not NAME=PORT: " + item);
      }
      ports.put(
          Address.valueOf(item.substring(0, equals)), Integer.valueOf(item.substring(equals + 1)));
    }
    return ports;
  }

  public static String fault(Fault fault, boolean on) {
    return FAULT + fault.id() + (on ? " on" : " off");
  }
}
