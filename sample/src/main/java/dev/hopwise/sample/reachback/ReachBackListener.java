package dev.hopwise.sample.reachback;

/// Who follows a reach-back. Called on its thread, about once for each record that it reads.
public interface ReachBackListener {

  /// How far it has come.
  ///
  /// @return whether it is to go on; once it keeps traces it does not leave them half stored
  boolean goesOn(ReachBackCounts counts);

  /// Whether everything has to end now; what is half stored is finished when it is done again.
  boolean stopsNow();
}
