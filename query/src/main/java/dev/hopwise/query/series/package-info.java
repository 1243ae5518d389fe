/// TraceQL's metrics queries on the store: from rollups where these say it exactly, else from
/// spans.
@NullMarked
package dev.hopwise.query.series;

import org.jspecify.annotations.NullMarked;
