/// The stage between journal and store that decides which spans are kept, and can say why.
@NullMarked
package dev.hopwise.sample;

import org.jspecify.annotations.NullMarked;
