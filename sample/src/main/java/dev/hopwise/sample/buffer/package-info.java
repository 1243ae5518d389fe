/// Traces that wait for their decision, as the bytes in which their spans came: no object per span,
/// bounded memory.
@NullMarked
package dev.hopwise.sample.buffer;

import org.jspecify.annotations.NullMarked;
