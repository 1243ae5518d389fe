/// OTLP over gRPC and HTTP, and Zipkin, on the wire: statuses, framing, limits.
///
/// Handlers run on event loops and never block: they collect a body, hand it to the pipeline, and
/// answer when its future completes.
@NullMarked
package dev.hopwise.server.listen;

import org.jspecify.annotations.NullMarked;
