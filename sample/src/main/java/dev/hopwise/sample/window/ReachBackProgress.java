package dev.hopwise.sample.window;

/// How far the keeping of the past has come.
///
/// @param fromEpochNanos spans received before do not choose a trace; 0 without reach-back
/// @param toJournalPosition where the journal ended when the window opened; 0 without reach-back
/// @param matchedTraces in scope, and dropped before the window opened
/// @param keptTraces of these, kept after all, with `keptSpans` spans
/// @param overBudgetTraces of these, not kept because the budget was spent
/// @param incomplete whether the journal did not reach back far enough
/// @param settled whether all of it survives a crash; if not, a restart does it again
/// @param detail what went wrong, empty when nothing did
public record ReachBackProgress(
    State state,
    long fromEpochNanos,
    long toJournalPosition,
    long matchedTraces,
    long keptTraces,
    long keptSpans,
    long overBudgetTraces,
    boolean incomplete,
    boolean settled,
    String detail) {

  /// None was asked for.
  public static final ReachBackProgress NONE =
      new ReachBackProgress(State.NONE, 0, 0, 0, 0, 0, 0, false, true, "");

  /// Where it stands.
  public enum State {
    NONE,
    WAITING,
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }

  static ReachBackProgress waiting(long fromEpochNanos, long toJournalPosition) {
    return new ReachBackProgress(
        State.WAITING, fromEpochNanos, toJournalPosition, 0, 0, 0, 0, false, false, "");
  }

  /// At its beginning, also when it is done again.
  public ReachBackProgress started() {
    return new ReachBackProgress(
        State.RUNNING, fromEpochNanos, toJournalPosition, 0, 0, 0, 0, false, false, "");
  }

  /// With other counts.
  public ReachBackProgress counted(
      long newMatchedTraces,
      long newKeptTraces,
      long newKeptSpans,
      long newOverBudgetTraces,
      boolean nowIncomplete) {
    return new ReachBackProgress(
        state,
        fromEpochNanos,
        toJournalPosition,
        newMatchedTraces,
        newKeptTraces,
        newKeptSpans,
        newOverBudgetTraces,
        nowIncomplete,
        settled,
        detail);
  }

  /// At its end; what is done is not settled yet.
  public ReachBackProgress ended(State end, String why) {
    return new ReachBackProgress(
        end,
        fromEpochNanos,
        toJournalPosition,
        matchedTraces,
        keptTraces,
        keptSpans,
        overBudgetTraces,
        incomplete,
        end != State.DONE,
        why);
  }

  /// Done, and safe.
  public ReachBackProgress safe() {
    return new ReachBackProgress(
        state,
        fromEpochNanos,
        toJournalPosition,
        matchedTraces,
        keptTraces,
        keptSpans,
        overBudgetTraces,
        incomplete,
        true,
        detail);
  }

  /// Whether somebody still has to work on it.
  public boolean isUnfinished() {
    return state == State.WAITING || state == State.RUNNING;
  }
}
