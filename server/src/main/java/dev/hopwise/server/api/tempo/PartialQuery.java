package dev.hopwise.server.api.tempo;

import dev.hopwise.traceql.Query;
import dev.hopwise.traceql.TraceQl;
import dev.hopwise.traceql.TraceQlException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query as it is while somebody types: what of it is whole still narrows the completion.
final class PartialQuery {

  /// Longer texts are taken whole or not at all.
  private static final int LENGTH_MAX = 4_096;

  private PartialQuery() {}

  /// The query, or of a filter `{ a && b && c` those conditions that can be read; null when nothing
  /// can.
  static @Nullable Query of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    Query whole = parsed(text);
    int open = text.indexOf('{');
    if (whole != null || open < 0 || text.length() > LENGTH_MAX || text.contains("||")) {
      return whole;
    }
    int close = text.lastIndexOf('}');
    String inside = text.substring(open + 1, close > open ? close : text.length());
    List<String> readable = new ArrayList<>();
    for (String condition : conditions(inside)) {
      if (!condition.isBlank() && parsed("{" + condition + "}") != null) {
        readable.add(condition);
      }
    }
    return readable.isEmpty() ? null : parsed("{" + String.join("&&", readable) + "}");
  }

  /// What `&&` joins, outside of quotes.
  private static List<String> conditions(String text) {
    List<String> conditions = new ArrayList<>();
    char quote = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote == '"') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '`') {
        quote = c;
      } else if (text.startsWith("&&", i)) {
        conditions.add(text.substring(start, i));
        start = i + 2;
        i++;
      }
    }
    conditions.add(text.substring(start));
    return conditions;
  }

  private static @Nullable Query parsed(String text) {
    try {
      return TraceQl.parse(text);
    } catch (TraceQlException _) {
      return null;
    }
  }
}
