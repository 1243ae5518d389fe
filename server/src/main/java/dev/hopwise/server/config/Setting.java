package dev.hopwise.server.config;

import java.util.Locale;

/// One thing that can be set.
///
/// @param key dotted, as it is written on the command line and in the file
/// @param defaultText the default, in the form in which it would be set
/// @param description for the documentation, one or two sentences
record Setting<T>(String key, SettingType<T> type, String defaultText, String description) {

  /// The environment variable of the same meaning.
  String environmentName() {
    return "HOPWISE_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /// What stands before the first dot.
  String group() {
    return key.substring(0, key.indexOf('.'));
  }
}
