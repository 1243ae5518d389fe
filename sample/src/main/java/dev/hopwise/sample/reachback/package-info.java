/// Keeps the past of an incident window: reads the journal again and keeps whole what was dropped
/// before anybody noticed.
@NullMarked
package dev.hopwise.sample.reachback;

import org.jspecify.annotations.NullMarked;
