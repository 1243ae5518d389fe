package dev.hopwise.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Defaults, overridden by a YAML file, overridden by the environment, overridden by the command
/// line.
public final class ConfigLoader {

  private static final String ENVIRONMENT_PREFIX = "HOPWISE_";

  private ConfigLoader() {}

  /// @param file YAML, nested or with dotted keys; null for none
  /// @param environment of the process; `HOPWISE_RECEIVE_MAX_AGE` sets `receive.max-age`
  /// @param arguments `key=value` each
  /// @throws ConfigException with every problem there is
  public static ServerConfig load(
      @Nullable Path file, Map<String, String> environment, List<String> arguments)
      throws ConfigException {
    SettingValues values = new SettingValues();
    if (file != null) {
      new YamlFile(file).into(values);
    }
    readEnvironment(environment, values);
    arguments.forEach(argument -> readArgument(argument, values));
    ServerConfig config = ServerConfig.of(values);
    if (!values.problems().isEmpty()) {
      throw new ConfigException(values.problems());
    }
    return config;
  }

  private static void readArgument(String argument, SettingValues values) {
    int equals = argument.indexOf('=');
    if (equals < 1) {
      values.problem("--set " + argument + ": expected key=value");
      return;
    }
    values.put(argument.substring(0, equals), argument.substring(equals + 1), "--set");
  }

  /// An unknown variable is a problem only where it begins like a group of settings: a Kubernetes
  /// service called hopwise puts `HOPWISE_PORT` and its like into every pod.
  private static void readEnvironment(Map<String, String> environment, SettingValues values) {
    Map<String, Setting<?>> byName =
        Settings.ALL.stream().collect(Collectors.toMap(Setting::environmentName, s -> s));
    Set<String> groups =
        Settings.ALL.stream()
            .map(s -> ENVIRONMENT_PREFIX + s.group().toUpperCase(Locale.ROOT) + "_")
            .collect(Collectors.toSet());
    new TreeMap<>(environment)
        .forEach((name, text) -> {
          Setting<?> setting = byName.get(name);
          if (setting != null) {
            values.put(setting.key(), text, "environment " + name);
          } else if (groups.stream().anyMatch(name::startsWith)) {
            values.problem("environment " + name + ": there is no such setting");
          }
        });
  }
}
