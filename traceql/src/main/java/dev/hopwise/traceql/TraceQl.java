package dev.hopwise.traceql;

/// The way in.
public final class TraceQl {

  /// Characters of the longest query text, Tempo's own limit.
  public static final int TEXT_LENGTH_MAX = 128 * 1024;

  /// Parentheses, signs and nested pipelines within each other.
  public static final int NESTING_MAX = 64;

  /// Operators of one query. Chains of equal rank are trees as deep as they are long.
  public static final int OPERATORS_MAX = 1_000;

  /// Characters of the longest regular expression.
  public static final int REGEX_LENGTH_MAX = 4_096;

  private TraceQl() {}

  /// Parses and checks a query.
  ///
  /// @throws TraceQlException one of its kinds
  public static Query parse(String text) {
    checkLength(text);
    return new Parser(new Lexer(text).tokens()).query();
  }

  /// Parses and checks a metrics query.
  ///
  /// @throws TraceQlException one of its kinds
  public static MetricsQuery parseMetrics(String text) {
    checkLength(text);
    return new Parser(new Lexer(text).tokens()).metricsQuery();
  }

  /// Parses and checks what stands for a single attribute or intrinsic, such as `span.http.route`.
  ///
  /// @throws TraceQlException one of its kinds
  public static FieldExpression parseField(String text) {
    checkLength(text);
    return new Parser(new Lexer(text).tokens()).loneField();
  }

  /// An attribute or intrinsic as it is written.
  public static String text(FieldExpression field) {
    return Printer.field(field);
  }

  private static void checkLength(String text) {
    if (text.length() > TEXT_LENGTH_MAX) {
      throw new TraceQlException.ParseError(
          TEXT_LENGTH_MAX,
          0,
          "the query has " + text.length() + " characters, at most " + TEXT_LENGTH_MAX);
    }
  }
}
