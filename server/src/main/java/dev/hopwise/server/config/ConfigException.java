package dev.hopwise.server.config;

import java.util.List;

/// The configuration cannot be used. Carries everything that is wrong with it, so that it is put
/// right in one go.
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /// One line each: where it was set, the key, the value, and what was expected.
  public List<String> problems() {
    return problems;
  }
}
