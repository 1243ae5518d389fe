/// TraceQL: text to a checked syntax tree, and an evaluator over a trace in memory that defines
/// what a query means. Stores may answer faster, never differently.
@NullMarked
package dev.hopwise.traceql;

import org.jspecify.annotations.NullMarked;
