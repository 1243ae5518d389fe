/// Starts, watches, loads and breaks the demo shop: nine processes, of which six are services
/// traced by the unmodified OpenTelemetry Java agent. Nothing in this package is traced.
@NullMarked
package dev.hopwise.demo;

import org.jspecify.annotations.NullMarked;
