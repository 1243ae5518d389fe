/// What is asked over HTTP: the native API (docs/api.md) and Grafana Tempo's.
@NullMarked
package dev.hopwise.server.api;

import org.jspecify.annotations.NullMarked;
