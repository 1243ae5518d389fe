package dev.hopwise.server.api.tempo;

import dev.hopwise.server.api.BadParameterException;
import java.util.LinkedHashMap;
import java.util.Map;

/// `key=value key="quoted value" …`, as Tempo's `tags` are written.
final class Logfmt {

  /// Pairs of one text.
  private static final int PAIRS_MAX = 64;

  private final String text;
  private int at;

  private Logfmt(String text) {
    this.text = text;
  }

  static Map<String, String> parse(String text) {
    return new Logfmt(text).pairs();
  }

  private Map<String, String> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    skipBlanks();
    while (at < text.length()) {
      String key = until("= ");
      if (key.isEmpty() || at == text.length() || text.charAt(at) != '=') {
        throw error("key=value is needed at character " + at);
      }
      at++;
      pairs.put(key, at < text.length() && text.charAt(at) == '"' ? quoted() : until(" "));
      if (pairs.size() > PAIRS_MAX) {
        throw error("more than " + PAIRS_MAX + " pairs");
      }
      skipBlanks();
    }
    return pairs;
  }

  private String until(String ends) {
    int start = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
    }
    if (at >= text.length()) {
      throw error("a quote is not closed");
    }
    at++;
    return value.toString();
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private static BadParameterException error(String message) {
    return new BadParameterException("tags", "invalid tags: " + message);
  }
}
