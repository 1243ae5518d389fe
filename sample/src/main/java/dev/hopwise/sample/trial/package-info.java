/// What a policy would have kept of traffic that is seen again, beside what another one would have.
@NullMarked
package dev.hopwise.sample.trial;

import org.jspecify.annotations.NullMarked;
