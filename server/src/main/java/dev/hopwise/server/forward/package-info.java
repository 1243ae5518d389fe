/// Spans on to another OTLP endpoint: re-framed, and given to a courier.
@NullMarked
package dev.hopwise.server.forward;

import org.jspecify.annotations.NullMarked;
