/// What is sent to other programs, spans or metrics: queued within a bound, sent with retries, and
/// accounted for.
@NullMarked
package dev.hopwise.server.deliver;

import org.jspecify.annotations.NullMarked;
