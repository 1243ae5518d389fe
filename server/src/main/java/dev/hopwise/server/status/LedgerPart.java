package dev.hopwise.server.status;

import dev.hopwise.measure.ledger.LedgerStatus;
import dev.hopwise.server.ingest.AttributeCount;
import dev.hopwise.server.ledger.LedgerEntry;
import java.util.List;
import java.util.Locale;

/// What the attribute ledger holds, and what ingest rules have done.
///
/// @param spans seen since the start
/// @param inspectedSpans of these, those whose attributes were looked at
/// @param overflowAttributes counted under an overflow key, about
/// @param bytes of memory, about
/// @param flagged the keys that stand out
/// @param edited what was dropped and hashed at ingest since the start, by key
public record LedgerPart(
    int keys,
    long spans,
    long inspectedSpans,
    long overflowAttributes,
    long bytes,
    List<Flagged> flagged,
    List<Edited> edited) {

  /// Nobody reads more.
  private static final int FLAGGED_MAX = 100;

  /// A key that stands out.
  public record Flagged(String service, String scope, String key, List<String> flags) {}

  /// @param action `drop` or `hash`
  public record Edited(String key, String action, long count) {}

  /// Puts together what the parts say.
  public static LedgerPart of(
      LedgerStatus status, List<LedgerEntry> flagged, List<AttributeCount> edited) {
    return new LedgerPart(
        status.keys(),
        status.spans(),
        status.inspectedSpans(),
        status.overflowAttributes(),
        status.sizeBytes(),
        flagged.stream().limit(FLAGGED_MAX).map(LedgerPart::flagged).toList(),
        edited.stream()
            .map(each ->
                new Edited(each.key(), each.action().name().toLowerCase(Locale.ROOT), each.count()))
            .toList());
  }

  private static Flagged flagged(LedgerEntry entry) {
    return new Flagged(
        entry.reading().service(),
        entry.reading().scope().text(),
        entry.reading().key(),
        entry.advice().flags().stream().map(flag -> flag.text()).toList());
  }
}
