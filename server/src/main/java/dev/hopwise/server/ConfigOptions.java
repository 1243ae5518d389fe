package dev.hopwise.server;

import dev.hopwise.server.config.ConfigException;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that starts a server.
final class ConfigOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file with settings; docs/configuration.md lists them.")
  private @Nullable Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder for journal and store; the same as --set data.dir=DIR.")
  private @Nullable Path data;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be repeated.")
  private List<String> settings = new ArrayList<>();

  /// File, environment and command line, in rising order.
  ServerConfig load() throws ConfigException {
    List<String> arguments = new ArrayList<>();
    if (data != null) {
      arguments.add("data.dir=" + data);
    }
    arguments.addAll(settings);
    return ConfigLoader.load(file, System.getenv(), arguments);
  }
}
