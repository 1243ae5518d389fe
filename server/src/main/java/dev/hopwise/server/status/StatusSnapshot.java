package dev.hopwise.server.status;

import dev.hopwise.journal.JournalStatus;
import dev.hopwise.server.forward.ForwardStatus;
import dev.hopwise.server.ingest.BalanceSnapshot;
import dev.hopwise.store.StoreStatus;
import dev.hopwise.store.rollup.RollupStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/status` as docs/api.md describes it; the components are the members of its JSON.
///
/// @param listen the bound ports by name, as `grpc`
/// @param refusedRequests by fault
/// @param replayedSpans of the received ones, those that a restart took from the journal
/// @param sampling null while the journal is replayed
/// @param forward null when nothing is sent on
public record StatusSnapshot(
    String version,
    long uptimeSeconds,
    Map<String, Integer> listen,
    BalancePart balance,
    Map<String, Long> refusedRequests,
    long replayedSpans,
    JournalPart journal,
    StorePart store,
    @Nullable SamplingStatus sampling,
    @Nullable ForwardStatus forward,
    RollupPart rollups,
    LedgerPart ledger) {

  /// `received = Σ refused + sampledOut + stored + Σ failed + pending`.
  public record BalancePart(
      long received,
      Map<String, Long> refused,
      long sampledOut,
      long stored,
      Map<String, Long> failed,
      long pending) {}

  /// @param oldest RFC 3339; null when it is empty
  public record JournalPart(
      long bytes,
      long unreleasedBytes,
      int segments,
      @Nullable String oldest,
      long damagedRecords) {}

  /// @param oldest RFC 3339; null when it is empty
  /// @param newest RFC 3339; null when it is empty
  public record StorePart(
      long spans,
      long hotSpans,
      long bytes,
      int files,
      @Nullable String oldest,
      @Nullable String newest,
      long expiredSpans) {}

  /// @param oldest RFC 3339; null when there are none
  public record RollupPart(
      long bytes,
      int files,
      @Nullable String oldest,
      long lostCuts,
      long damagedBlocks,
      long tornBytes) {}

  /// Puts together what the parts say.
  public static StatusSnapshot of(
      String version,
      long uptimeSeconds,
      Map<String, Integer> listen,
      BalanceSnapshot balance,
      JournalStatus journal,
      StoreStatus store,
      @Nullable SamplingStatus sampling,
      @Nullable ForwardStatus forward,
      RollupStatus rollups,
      LedgerPart ledger) {
    return new StatusSnapshot(
        version,
        uptimeSeconds,
        listen,
        new BalancePart(
            balance.received(),
            BalanceSnapshot.sorted(balance.refused()),
            balance.sampledOut(),
            balance.stored(),
            BalanceSnapshot.sorted(balance.failed()),
            balance.pending()),
        BalanceSnapshot.sorted(balance.refusedRequests()),
        balance.replayed(),
        new JournalPart(
            journal.bytes(),
            journal.unreleasedBytes(),
            journal.segments(),
            time(journal.oldestEpochNanos()),
            journal.damagedRecords()),
        new StorePart(
            store.spans(),
            store.hotSpans(),
            store.bytes(),
            store.files(),
            time(store.oldestEpochNanos()),
            time(store.newestEpochNanos()),
            store.expiredSpans()),
        sampling,
        forward,
        new RollupPart(
            rollups.bytes(),
            rollups.files(),
            time(rollups.oldestEpochSeconds() * 1_000_000_000L),
            rollups.lostCuts(),
            rollups.damagedBlocks(),
            rollups.tornBytes()),
        ledger);
  }

  static @Nullable String time(long epochNanos) {
    return epochNanos == 0
        ? null
        : Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, 1_000_000_000L),
                Math.floorMod(epochNanos, 1_000_000_000L))
            .toString();
  }
}
