package dev.hopwise.store;

/// How far a store has taken over what is in the journal.
///
/// Between the two lie records with spans that were still undecided at `applied`: they are not in
/// the store, and neither are they lost, because a restart reads them again.
///
/// @param replayFrom the place before the first record that a restart needs
/// @param applied the place behind the last record whose effects are all in the store
public record JournalPosition(long replayFrom, long applied) {

  /// Of an empty store.
  public static final JournalPosition START = new JournalPosition(0, 0);

  public JournalPosition {
    if (replayFrom < 0 || replayFrom > applied) {
      throw new IllegalArgumentException(
          "replayFrom " + replayFrom + " is not within 0 to applied " + applied);
    }
  }

  /// Nothing before this place is needed any more: every span was decided.
  public static JournalPosition at(long place) {
    return new JournalPosition(place, place);
  }
}
