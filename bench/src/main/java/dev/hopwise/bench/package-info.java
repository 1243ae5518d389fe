/// Load replay and query runs against a running server: the figures of PERFORMANCE.md.
@NullMarked
package dev.hopwise.bench;

import org.jspecify.annotations.NullMarked;
