/// The user interface's files.
@NullMarked
package dev.hopwise.server.ui;

import org.jspecify.annotations.NullMarked;
