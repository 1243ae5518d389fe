package dev.hopwise.server.ledger;

import dev.hopwise.measure.ledger.KeyAdvice;
import dev.hopwise.measure.ledger.KeyReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key with what stands out about it.
///
/// @param lastQueried when a query used it last, or null when none is known
public record LedgerEntry(KeyReading reading, KeyAdvice advice, @Nullable Instant lastQueried) {}
