/// Takes what was measured into the rollups, every ten seconds.
@NullMarked
package dev.hopwise.server.rollup;

import org.jspecify.annotations.NullMarked;
