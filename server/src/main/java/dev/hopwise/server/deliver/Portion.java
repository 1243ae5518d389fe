package dev.hopwise.server.deliver;

import java.util.List;

/// Some queued entries, to be sent as one.
///
/// @param items in all of them
/// @param bytes of all together
record Portion<T>(List<T> contents, int items, int bytes) {
  Portion {
    contents = List.copyOf(contents);
  }
}
