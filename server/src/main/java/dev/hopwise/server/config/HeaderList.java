package dev.hopwise.server.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// HTTP headers as `OTEL_EXPORTER_OTLP_HEADERS` writes them: `name=value,name=value`, values
/// percent-encoded where they hold a comma. A problem's message never repeats a value: it may be a
/// secret.
final class HeaderList {

  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

  private HeaderList() {}

  static Map<String, String> parse(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        add(part.strip(), headers);
      }
    }
    return Map.copyOf(headers);
  }

  private static void add(String part, Map<String, String> headers) {
    int equals = part.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("expected name=value pairs with commas between");
    }
    String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    String value = decoded(part.substring(equals + 1).strip());
    if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("'" + name + "' or its value cannot stand in a header");
    }
    headers.put(name, value);
  }

  private static String decoded(String value) {
    StringBuilder latin1 = new StringBuilder();
    for (int at = 0; at < value.length(); at++) {
      boolean isEscape =
          value.charAt(at) == '%'
              && value.length() - at > 2
              && Character.digit(value.charAt(at + 1), 16) >= 0
              && Character.digit(value.charAt(at + 2), 16) >= 0;
      if (isEscape) {
        latin1.append((char) Integer.parseInt(value, at + 1, at + 3, 16));
        at += 2;
      } else {
        latin1.append(value.charAt(at));
      }
    }
    return latin1.toString();
  }
}
