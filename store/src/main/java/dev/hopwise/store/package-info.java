/// The written storage contract ({@link dev.hopwise.store.SpanStore}), the filters it answers, and
/// the in-memory store that defines their meaning.
@NullMarked
package dev.hopwise.store;

import org.jspecify.annotations.NullMarked;
