package dev.hopwise.measure.ledger;

/// What the ledger holds.
///
/// @param keys counted one by one, of all services
/// @param spans seen since the process started
/// @param inspectedSpans of these, those whose attributes were looked at
/// @param overflowAttributes since the process started, about so many attributes were counted under
///   an overflow key
/// @param sizeBytes of memory, about
public record LedgerStatus(
    int keys, long spans, long inspectedSpans, long overflowAttributes, long sizeBytes) {}
