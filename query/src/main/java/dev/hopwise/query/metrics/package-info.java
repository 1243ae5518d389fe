/// Questions about what was measured: rates, errors and quantiles over time, and where metrics and
/// traces do not agree.
@NullMarked
package dev.hopwise.query.metrics;

import org.jspecify.annotations.NullMarked;
