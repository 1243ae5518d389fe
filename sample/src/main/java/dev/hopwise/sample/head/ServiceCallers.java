package dev.hopwise.sample.head;

/// Who calls whom, as far as it has been seen.
@FunctionalInterface
public interface ServiceCallers {

  /// Nothing has been seen.
  ServiceCallers UNKNOWN = (caller, callee) -> false;

  /// Whether requests of one service lead to another, over any number of services between. Any
  /// thread.
  boolean reaches(String caller, String callee);
}
