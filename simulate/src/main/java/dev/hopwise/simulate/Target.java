package dev.hopwise.simulate;

/// Where a fault strikes.
public sealed interface Target {

  /// A service's own code.
  record OfService(String service) implements Target {}

  /// Between a caller and a callee.
  record OfEdge(String caller, String callee) implements Target {}

  /// A database, cache, queue or external host, by its name.
  record OfDependency(String name) implements Target {}

  /// In words, as the truth file tells it.
  default String text() {
    return switch (this) {
      case OfService(String service) -> service;
      case OfEdge(String caller, String callee) -> caller + " -> " + callee;
      case OfDependency(String name) -> name;
    };
  }
}
