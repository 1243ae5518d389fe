package dev.hopwise.traceql;

import com.google.re2j.Pattern;

/// An RE2 expression that must match the whole of a text. Takes linear time, whatever it says.
/// Equal by its text.
public final class Regex {

  private final String text;
  private final Pattern pattern;

  /// @throws com.google.re2j.PatternSyntaxException when it is none
  public Regex(String text) {
    this.text = text;
    this.pattern = Pattern.compile(text);
  }

  /// As it was written.
  public String text() {
    return text;
  }

  /// Whether all of it matches.
  public boolean matches(String candidate) {
    return pattern.matches(candidate);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Regex that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
