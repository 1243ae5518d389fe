/// What the server measures of its own work.
@NullMarked
package dev.hopwise.server.telemetry;

import org.jspecify.annotations.NullMarked;
