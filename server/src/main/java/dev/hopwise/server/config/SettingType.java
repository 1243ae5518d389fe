package dev.hopwise.server.config;

import java.util.function.Predicate;

/// How a setting's text becomes a value.
///
/// @param name as documentation and error messages call it
/// @param parser throws IllegalArgumentException that says what was expected
record SettingType<T>(String name, Parser<T> parser) {

  /// Reads a value.
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text);
  }

  /// The same type with a further condition.
  SettingType<T> where(Predicate<T> condition, String expected) {
    return new SettingType<>(
        name,
        text -> {
          T value = parser.parse(text);
          if (!condition.test(value)) {
            throw new IllegalArgumentException("expected " + expected);
          }
          return value;
        });
  }
}
