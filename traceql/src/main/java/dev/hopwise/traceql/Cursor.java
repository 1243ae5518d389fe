package dev.hopwise.traceql;

/// A place in the text.
final class Cursor {

  /// What stands behind the end.
  static final char NOTHING = '\0';

  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
  }

  int at() {
    return at;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : NOTHING;
  }

  char take() {
    return text.charAt(at++);
  }

  void skip(int count) {
    at += count;
  }

  boolean skipIf(String expected) {
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  /// To behind the next mark; to the end when there is none.
  boolean skipTo(String mark) {
    int found = text.indexOf(mark, at);
    at = found < 0 ? text.length() : found + mark.length();
    return found >= 0;
  }

  String since(int start) {
    return text.substring(start, at);
  }

  String codePointText() {
    return Character.toString(text.codePointAt(at));
  }
}
