package dev.hopwise.demo;

import dev.hopwise.demo.shop.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The host names of the shop's processes (`-Djdk.net.hosts.file`), so that spans carry
/// `server.address` values such as `api.cards.example` although all of it runs on the loopback
/// interface. A JVM with such a file asks no other name service, so the file names the receiver of
/// the spans too.
final class HostsFile {
  private static final String LOOPBACK = "127.0.0.1";

  private HostsFile() {}

  /// @throws UnknownHostException if the receiver's host name leads nowhere
  static void write(Path file, URI otlp) throws IOException {
    Set<String> local = new LinkedHashSet<>();
    for (Address address : Address.values()) {
      local.add(address.host());
    }
    local.add(ownName());
    List<String> lines = new ArrayList<>();
    String receiver = otlp.getHost();
    if (!local.contains(receiver)) {
      lines.add(InetAddress.getByName(receiver).getHostAddress() + " " + receiver);
    }
    local.forEach(name -> lines.add(LOOPBACK + " " + name));
    Files.write(file, lines);
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }
}
