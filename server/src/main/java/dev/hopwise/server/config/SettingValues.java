package dev.hopwise.server.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Texts by key, laid over the defaults, with every problem found on the way.
final class SettingValues {

  private final Map<String, Setting<?>> known = new HashMap<>();
  private final Map<String, Object> values = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  SettingValues() {
    for (Setting<?> setting : Settings.ALL) {
      known.put(setting.key(), setting);
      values.put(setting.key(), setting.type().parser().parse(setting.defaultText()));
    }
  }

  /// Lays a value over what was there before.
  ///
  /// @param origin where it was written, as a person would call it
  void put(String key, String text, String origin) {
    Setting<?> setting = known.get(key);
    if (setting == null) {
      problem(origin + ": there is no setting '" + key + "'" + advice(key));
      return;
    }
    try {
      values.put(key, setting.type().parser().parse(text.strip()));
    } catch (IllegalArgumentException e) {
      // Headers may hold an API key, and problems end up in logs.
      String shown = setting.type().equals(SettingTypes.HEADERS) ? "…" : text;
      problem(origin + ": " + key + " = '" + shown + "': " + e.getMessage());
    }
  }

  void problem(String text) {
    problems.add(text);
  }

  List<String> problems() {
    return problems;
  }

  /// The value that won.
  @SuppressWarnings("unchecked") // put by the setting's own parser
  <T> T get(Setting<T> setting) {
    return (T) Objects.requireNonNull(values.get(setting.key()));
  }

  private String advice(String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    return known.keySet().stream()
        .filter(k -> k.endsWith("." + last) || EditDistance.between(k, key) <= 2)
        .sorted()
        .findFirst()
        .map(k -> " (did you mean '" + k + "'?)")
        .orElse("");
  }
}
