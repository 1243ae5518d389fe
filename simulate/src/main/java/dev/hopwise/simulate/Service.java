package dev.hopwise.simulate;

import java.util.List;

/// A service.
///
/// @param language as `telemetry.sdk.language` names it
/// @param versions the first runs on most instances
/// @param instances of each version, 1 or more
public record Service(
    String name, String language, Conventions conventions, List<String> versions, int instances) {
  public Service {
    versions = List.copyOf(versions);
    if (versions.isEmpty() || instances < 1) {
      throw new IllegalArgumentException(name + " runs nowhere");
    }
  }
}
