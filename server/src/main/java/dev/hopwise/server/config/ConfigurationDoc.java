package dev.hopwise.server.config;

/// Writes `docs/configuration.md` from the table of settings.
public final class ConfigurationDoc {

  private static final String HEAD =
      """
      # Configuration

      Generated from `Settings.java`; a test compares the two (`./hopwise config-doc` prints it anew).

      A setting is taken from, in rising order: its default, the YAML file given with `--config`, the environment
      (`receive.max-age` is `HOPWISE_RECEIVE_MAX_AGE`), and `--set key=value`. Keys in the file are nested or dotted. Durations are
      written `500ms`, `90s`, `10m`, `12h`, `7d`; sizes `65536`, `512KiB`, `64MiB`, `20GiB`. All problems are reported at once, with exit code 2.

      ```yaml
      listen:
        ui: 127.0.0.1:4319
      retention:
        max-age: 30d
      ```

      | Setting | Type | Default | What it does |
      |---|---|---|---|
      """;

  private ConfigurationDoc() {}

  /// The whole document.
  public static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (Setting<?> setting : Settings.ALL) {
      String defaultText = setting.defaultText().isEmpty() ? "none" : code(setting.defaultText());
      text.append("| ")
          .append(code(setting.key()))
          .append(" | ")
          .append(setting.type().name())
          .append(" | ")
          .append(defaultText)
          .append(" | ")
          .append(setting.description())
          .append(" |\n");
    }
    return text.toString();
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
