/// The reference: simple, and in memory only.
@NullMarked
package dev.hopwise.store.rollup.memory;

import org.jspecify.annotations.NullMarked;
