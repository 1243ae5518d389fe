/// Drafts of a policy tried on what the journal holds.
@NullMarked
package dev.hopwise.server.trial;

import org.jspecify.annotations.NullMarked;
