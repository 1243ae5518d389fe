package dev.hopwise.sample.window;

import java.util.OptionalLong;

/// What became of a request for a window.
public sealed interface OpenAnswer {

  /// It is open.
  record Opened(IncidentWindow window) implements OpenAnswer {}

  /// It says something that is not allowed.
  ///
  /// @param field as the API names it
  /// @param limit what the field may be at most, where that is what was wrong
  record Refused(String field, String detail, OptionalLong limit) implements OpenAnswer {}

  /// As many windows are open as may be.
  record TooMany(int openMax) implements OpenAnswer {}
}
