package dev.hopwise.server.exemplar;

import java.util.Map;

/// What the audit has found since the start.
///
/// @param checked published exemplars that were looked up, dead ones included
/// @param dead of them, that were withdrawn
/// @param failed look-ups that the store could not answer
public record AuditCounts(long checked, Map<DeadReason, Long> dead, long failed) {
  public AuditCounts {
    dead = Map.copyOf(dead);
  }
}
