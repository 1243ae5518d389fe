package dev.hopwise.server.policy;

import java.util.Locale;

/// Where the policy in force came from.
public enum PolicySource {
  /// Nobody gave one.
  BUILT_IN,
  /// The file that `sampling.policy` names.
  FILE,
  /// Somebody sent it to the API.
  API;

  /// As the API tells it: `built-in`, `file`, `api`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
