/// Read-only SQL over the table of spans, by DuckDB in a process of its own.
@NullMarked
package dev.hopwise.server.sql;

import org.jspecify.annotations.NullMarked;
