/// Questions to the store: TraceQL searches with paging, whole traces, and lists of values.
@NullMarked
package dev.hopwise.query;

import org.jspecify.annotations.NullMarked;
