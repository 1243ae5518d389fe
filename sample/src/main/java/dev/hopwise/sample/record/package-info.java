/// The compact record of every decided trace: what the journal carries, and what answers "why not
/// kept?" for a day.
@NullMarked
package dev.hopwise.sample.record;

import org.jspecify.annotations.NullMarked;
