package dev.hopwise.server.ingest;

import java.util.Map;
import java.util.TreeMap;

/// What became of every span since the start, taken at one moment: `received = Σ refused +
/// sampledOut + stored + Σ failed + pending`.
///
/// @param received spans that were seen in requests, and in the journal while it was replayed
/// @param refused by reason; reasons that never occurred are absent
/// @param sampledOut accepted, then not chosen
/// @param stored handed to the store
/// @param failed accepted, then lost to a fault of ours, by reason
/// @param pending accepted and on the way
/// @param refusedRequests whole requests turned away, by fault; their spans are in `refused` as far
///   as they could be counted
/// @param replayed of the received ones, those that a restart took from the journal
public record BalanceSnapshot(
    long received,
    Map<String, Long> refused,
    long sampledOut,
    long stored,
    Map<String, Long> failed,
    long pending,
    Map<String, Long> refusedRequests,
    long replayed) {
  public BalanceSnapshot {
    refused = Map.copyOf(refused);
    failed = Map.copyOf(failed);
    refusedRequests = Map.copyOf(refusedRequests);
  }

  /// Received minus all it should be the sum of; 0 unless there is a bug.
  public long difference() {
    return received - sum(refused) - sampledOut - stored - sum(failed) - pending;
  }

  /// The entries of one of the maps in the order of their keys.
  public static Map<String, Long> sorted(Map<String, Long> counts) {
    return new TreeMap<>(counts);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
