/// What a metrics query means: spans to series over time, each counted for as many as it stands
/// for. Engines may read less, never answer differently.
@NullMarked
package dev.hopwise.traceql.series;

import org.jspecify.annotations.NullMarked;
