/// What is asked over HTTP: the native API (docs/api.md); the APIs of others have packages of their
/// own.
@NullMarked
package dev.hopwise.server.api;

import org.jspecify.annotations.NullMarked;
