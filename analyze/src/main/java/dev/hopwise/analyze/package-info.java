/// What follows from a trace: pure functions that need nothing but its spans.
@NullMarked
package dev.hopwise.analyze;

import org.jspecify.annotations.NullMarked;
