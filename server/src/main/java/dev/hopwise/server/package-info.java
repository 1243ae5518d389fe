/// Commands and life cycle: the only place that knows all parts.
@NullMarked
package dev.hopwise.server;

import org.jspecify.annotations.NullMarked;
