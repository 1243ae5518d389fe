/// The words of the domain: OpenTelemetry's spans, traces, ids and attributes as immutable values.
///
/// Nothing here does I/O. The wire format that spans arrive in lives beside, in {@link
/// dev.hopwise.model.otlp}.
@NullMarked
package dev.hopwise.model;

import org.jspecify.annotations.NullMarked;
