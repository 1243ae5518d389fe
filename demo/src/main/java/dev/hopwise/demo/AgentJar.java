package dev.hopwise.demo;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the build has put the OpenTelemetry Java agent.
final class AgentJar {
  private static final String IN_DIST = "agent/opentelemetry-javaagent.jar";

  private AgentJar() {}

  /// Beside `dist/lib`, or in `target/dist` when run from `target/classes`.
  ///
  /// @throws IllegalStateException naming the place where it should be
  static Path find() {
    Path code = codeSource();
    Path parent = code.resolveSibling("..").normalize();
    Path jar =
        Files.isDirectory(code)
            ? code.resolveSibling("dist").resolve(IN_DIST)
            : parent.resolve(IN_DIST);
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "the OpenTelemetry Java agent is not at " + jar + "; build the demo module first");
    }
    return jar;
  }

  private static Path codeSource() {
    try {
      return Path.of(AgentJar.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path is no file", e);
    }
  }
}
