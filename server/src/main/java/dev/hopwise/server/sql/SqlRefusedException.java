package dev.hopwise.server.sql;

/// A statement that was not run, or not to its end, for a reason that its author can act on.
public sealed class SqlRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  SqlRefusedException(String message) {
    super(message);
  }

  /// All places were taken.
  public static final class Busy extends SqlRefusedException {
    private static final long serialVersionUID = 1;
    private final int limit;

    Busy(int limit) {
      super("more than " + limit + " statements are running; try again later");
      this.limit = limit;
    }

    /// How many may run.
    public int limit() {
      return limit;
    }
  }
}
