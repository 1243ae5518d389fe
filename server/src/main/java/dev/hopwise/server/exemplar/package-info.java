/// Whether what metrics point to is still there.
@NullMarked
package dev.hopwise.server.exemplar;

import org.jspecify.annotations.NullMarked;
