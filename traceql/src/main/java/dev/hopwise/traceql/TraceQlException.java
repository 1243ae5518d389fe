package dev.hopwise.traceql;

/// Why a text is no query that can be answered, and where.
public abstract sealed class TraceQlException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int position;
  private final int length;

  TraceQlException(int position, int length, String message) {
    super(message);
    this.position = position;
    this.length = length;
  }

  /// Characters from 0 in the query's text.
  public int position() {
    return position;
  }

  /// Characters that are to blame; 0 at the end of the text.
  public int length() {
    return length;
  }

  /// What is wrong, without the position.
  public String detail() {
    return String.valueOf(getMessage());
  }

  /// The text is not TraceQL.
  public static final class ParseError extends TraceQlException {
    private static final long serialVersionUID = 1;

    ParseError(int position, int length, String message) {
      super(position, length, message);
    }
  }

  /// The text is TraceQL, but cannot mean anything, such as a duration that is compared with a
  /// text.
  public static final class ValidationError extends TraceQlException {
    private static final long serialVersionUID = 1;

    ValidationError(int position, int length, String message) {
      super(position, length, message);
    }
  }

  /// The text is valid TraceQL that is not answered here.
  public static final class Unsupported extends TraceQlException {
    private static final long serialVersionUID = 1;

    Unsupported(int position, int length, String message) {
      super(position, length, message);
    }
  }
}
