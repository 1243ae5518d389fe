/// Incident windows in the server: where they outlive the process, and the past that they reach
/// back into.
@NullMarked
package dev.hopwise.server.window;

import org.jspecify.annotations.NullMarked;
