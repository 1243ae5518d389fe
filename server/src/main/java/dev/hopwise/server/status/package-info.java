/// What the server says about itself: status, metrics, health.
@NullMarked
package dev.hopwise.server.status;

import org.jspecify.annotations.NullMarked;
