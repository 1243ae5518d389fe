package dev.hopwise.query;

/// A query that was not run, for a reason that is not its TraceQL.
public abstract sealed class QueryRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  QueryRefusedException(String message) {
    super(message);
  }

  /// All places were taken for as long as a query may wait.
  public static final class TooManyQueries extends QueryRefusedException {
    private static final long serialVersionUID = 1;

    TooManyQueries(int concurrentMax) {
      super("more than " + concurrentMax + " queries are running; try again later");
    }
  }

  /// The cursor is none, or belongs to another query or range.
  public static final class BadCursor extends QueryRefusedException {
    private static final long serialVersionUID = 1;

    BadCursor(String message) {
      super(message);
    }
  }

  /// It asks for more than one answer may hold.
  public static final class TooLarge extends QueryRefusedException {
    private static final long serialVersionUID = 1;

    private final String field;
    private final long limit;

    /// @param field what is to blame, as it is asked for
    public TooLarge(String field, long limit, String message) {
      super(message);
      this.field = field;
      this.limit = limit;
    }

    /// What is to blame.
    public String field() {
      return field;
    }

    /// At most so many are allowed.
    public long limit() {
      return limit;
    }
  }

  /// Whoever asked went away.
  public static final class Cancelled extends QueryRefusedException {
    private static final long serialVersionUID = 1;

    public Cancelled() {
      super("the query was cancelled");
    }
  }
}
