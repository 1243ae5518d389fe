/// Grafana Tempo's HTTP API, so that its data source in Grafana works unchanged.
@NullMarked
package dev.hopwise.server.api.tempo;

import org.jspecify.annotations.NullMarked;
