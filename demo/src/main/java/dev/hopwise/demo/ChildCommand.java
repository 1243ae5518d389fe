package dev.hopwise.demo;

import dev.hopwise.demo.shop.Role;
import dev.hopwise.demo.shop.ServiceMain;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The command line of one process of the shop: this JVM's own `java` and class path, small and
/// quick to start.
final class ChildCommand {
  private ChildCommand() {}

  static List<String> of(Role role, ShopOptions options, Path hostsFile) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (role.traced()) {
      command.add("-javaagent:" + options.agent());
    }
    command.add("-Xmx64m");
    command.addAll(
        List.of(
            "-Xms16m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.net.preferIPv4Stack=true",
            "-Djdk.net.hosts.file=" + hostsFile,
            "-cp",
            absolute(System.getProperty("java.class.path")),
            ServiceMain.class.getName(),
            role.name(),
            Integer.toString(options.portBase())));
    return command;
  }

  /// The child has another working directory.
  private static String absolute(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
