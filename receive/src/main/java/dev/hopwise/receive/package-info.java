/// OTLP protobuf and JSON and Zipkin bytes to span batches: decompression, limits, checks, and what
/// is refused and why.
@NullMarked
package dev.hopwise.receive;

import org.jspecify.annotations.NullMarked;
