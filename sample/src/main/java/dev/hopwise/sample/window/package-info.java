/// Incident windows: for a while, in a scope, more is kept, at a price of its own.
@NullMarked
package dev.hopwise.sample.window;

import org.jspecify.annotations.NullMarked;
