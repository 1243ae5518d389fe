/// What every attribute key costs: spans, bytes and distinct values per service and key, estimated
/// from inspected spans, with what stands out and what to do about it.
@NullMarked
package dev.hopwise.measure.ledger;

import org.jspecify.annotations.NullMarked;
