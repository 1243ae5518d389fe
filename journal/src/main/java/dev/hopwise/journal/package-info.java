/// The append-only record of what was accepted: what a restart replays, and later what an incident
/// window reaches back into.
@NullMarked
package dev.hopwise.journal;

import org.jspecify.annotations.NullMarked;
