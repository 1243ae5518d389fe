/// Metrics sent to where they are kept, for those who cannot scrape: OTLP and Prometheus remote
/// write.
@NullMarked
package dev.hopwise.server.push;

import org.jspecify.annotations.NullMarked;
