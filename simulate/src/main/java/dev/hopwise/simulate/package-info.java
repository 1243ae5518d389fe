/// Deterministic topologies, traffic and faults, with the ground truth beside them.
@NullMarked
package dev.hopwise.simulate;

import org.jspecify.annotations.NullMarked;
