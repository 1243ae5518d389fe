/// Zipkin's query API, version 2.
@NullMarked
package dev.hopwise.server.api.zipkin;

import org.jspecify.annotations.NullMarked;
