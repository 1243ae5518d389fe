/// The way of a request body from the listener to the store, and the balance that accounts for
/// every span on it.
@NullMarked
package dev.hopwise.server.ingest;

import org.jspecify.annotations.NullMarked;
