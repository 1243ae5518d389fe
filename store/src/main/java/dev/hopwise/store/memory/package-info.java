/// The reference store: everything in memory, every question answered by looking at every span. It
/// and {@link dev.hopwise.store.memory.SpanMatcher} define what the contract means; other stores
/// are compared with them.
@NullMarked
package dev.hopwise.store.memory;

import org.jspecify.annotations.NullMarked;
