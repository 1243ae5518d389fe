/// What tests of several modules share: spans made from a seed, batches made from spans, and the
/// contract kits that every implementation of a port has to pass.
@NullMarked
package dev.hopwise.testkit;

import org.jspecify.annotations.NullMarked;
