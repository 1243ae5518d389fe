/// The policy in force: where it came from, how it is replaced, and how it survives a restart.
@NullMarked
package dev.hopwise.server.policy;

import org.jspecify.annotations.NullMarked;
