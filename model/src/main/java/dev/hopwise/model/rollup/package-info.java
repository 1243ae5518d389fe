/// What was counted in a stretch of time: series, durations in exponential buckets, and how both
/// are added up over time and over servers.
@NullMarked
package dev.hopwise.model.rollup;

import org.jspecify.annotations.NullMarked;
