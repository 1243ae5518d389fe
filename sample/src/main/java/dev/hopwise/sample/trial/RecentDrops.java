package dev.hopwise.sample.trial;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The last traces that a trial dropped, so that an error that comes late can still keep them. Not
/// thread-safe.
final class RecentDrops {

  private final Map<TraceId, Decision> decisions;

  RecentDrops(int max) {
    decisions =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<TraceId, Decision> eldest) {
            return size() > max;
          }
        };
  }

  void add(Decision dropped) {
    decisions.put(dropped.traceId(), dropped);
  }

  Optional<Decision> find(TraceId id) {
    return Optional.ofNullable(decisions.get(id));
  }
}
