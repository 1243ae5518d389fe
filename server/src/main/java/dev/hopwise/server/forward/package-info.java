/// Spans on to another OTLP endpoint: re-framed, queued within a bound, sent with retries, and
/// accounted for.
@NullMarked
package dev.hopwise.server.forward;

import org.jspecify.annotations.NullMarked;
