/// What can be set, and reading it from file, environment and command line.
@NullMarked
package dev.hopwise.server.config;

import org.jspecify.annotations.NullMarked;
