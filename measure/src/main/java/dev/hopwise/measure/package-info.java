/// Metrics of every accepted span, taken before sampling: calls, errors and durations per service
/// and span name, the edges between services, and their exposition for Prometheus.
@NullMarked
package dev.hopwise.measure;

import org.jspecify.annotations.NullMarked;
