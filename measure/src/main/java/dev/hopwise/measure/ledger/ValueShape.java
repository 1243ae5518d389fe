package dev.hopwise.measure.ledger;

import dev.hopwise.measure.NameTemplate;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What a value looks like, told from one example.
public enum ValueShape {
  UUID("UUIDs"),
  TIMESTAMP("times"),
  NUMBER("numbers"),
  /// One word of hexadecimal digits, or one with many digits.
  ID("ids"),
  EMAIL("e-mail addresses"),
  /// A text with ids in it, such as `/orders/4711`.
  TEXT_WITH_ID("texts with ids in them"),
  TEXT("texts"),
  UNKNOWN("unknown values");

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern TIME_TEXT =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}.*");

  /// Unix time in seconds, milliseconds, microseconds or nanoseconds, from 2001 to 2100.
  private static final Pattern UNIX_TIME = Pattern.compile("[1-4]\\d{9}(\\d{3}|\\d{6}|\\d{9})?");

  private static final Pattern NUMBER_TEXT = Pattern.compile("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
  private static final Pattern EMAIL_TEXT = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final String ID_PLACE = "{id}";
  private static final int TEMPLATE_BYTES_MAX = 160;

  private final String plural;

  ValueShape(String plural) {
    this.plural = plural;
  }

  /// For sentences, such as `UUIDs`.
  public String plural() {
    return plural;
  }

  /// Of a value that was seen.
  public static ValueShape of(ExampleValue value) {
    String text = value.text();
    if (text.isEmpty()) {
      return UNKNOWN;
    }
    if (UUID_TEXT.matcher(text).matches()) {
      return UUID;
    }
    if (TIME_TEXT.matcher(text).matches() || UNIX_TIME.matcher(text).matches()) {
      return TIMESTAMP;
    }
    if (NUMBER_TEXT.matcher(text).matches()) {
      return NUMBER;
    }
    if (!value.isText()) {
      return UNKNOWN;
    }
    if (EMAIL_TEXT.matcher(text).matches()) {
      return EMAIL;
    }
    String template = template(text);
    return template.equals(ID_PLACE) ? ID : template.contains(ID_PLACE) ? TEXT_WITH_ID : TEXT;
  }

  /// The text with `{id}` where it carries ids.
  public static String template(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    NameTemplate template = new NameTemplate(TEMPLATE_BYTES_MAX);
    template.of(bytes, 0, bytes.length);
    return new String(template.bytes(), 0, template.length(), StandardCharsets.UTF_8);
  }
}
