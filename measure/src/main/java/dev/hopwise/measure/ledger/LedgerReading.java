package dev.hopwise.measure.ledger;

import java.util.List;

/// What the ledger says of a span of time.
///
/// Spans and bytes are of whole minutes, distinct values of whole hours: both ranges reach from the
/// unit that holds the beginning to the one that holds the end, as far as it is known.
///
/// @param fromMinute since 1970; the first that counts
/// @param toMinute the first that does not count any more
/// @param fromHour since 1970; the first whose values count
/// @param toHour the first whose values do not count any more
/// @param sinceEpochNanos when counting began
public record LedgerReading(
    long fromMinute,
    long toMinute,
    long fromHour,
    long toHour,
    long sinceEpochNanos,
    List<KeyReading> keys) {
  public LedgerReading {
    keys = List.copyOf(keys);
  }
}
