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

  /// Whoever asked went away.
  public static final class Cancelled extends QueryRefusedException {
    private static final long serialVersionUID = 1;

    Cancelled() {
      super("the query was cancelled");
    }
  }
}
