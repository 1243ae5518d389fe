/// Jaeger's query API, version 1 as old pages and Grafana ask it, and version 3.
@NullMarked
package dev.hopwise.server.api.jaeger;

import org.jspecify.annotations.NullMarked;
