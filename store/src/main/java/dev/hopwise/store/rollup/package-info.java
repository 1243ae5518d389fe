/// What was measured, over time: the storage contract ({@link
/// dev.hopwise.store.rollup.RollupStore}) and the in-memory store that defines its meaning.
@NullMarked
package dev.hopwise.store.rollup;

import org.jspecify.annotations.NullMarked;
