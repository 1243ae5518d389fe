package dev.hopwise.sample.trial;

import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The services and kinds of errors of which a trace is kept. Not thread-safe.
final class Coverage {

  /// Of each; further ones are not looked after.
  private static final int MAX = 10_000;

  private final Set<String> services = new HashSet<>();
  private final Set<ErrorKind> errorKinds = new HashSet<>();
  private boolean[] seen = new boolean[64];
  private boolean full;

  void decided(Decision decision) {
    if (decision.keep()) {
      decision.errorKinds().forEach(kind -> add(errorKinds, kind));
    }
  }

  /// Takes the services of kept spans.
  void kept(SpanBatch spans) {
    if (seen.length < spans.resourceCount) {
      seen = new boolean[spans.resourceCount * 2];
    }
    Arrays.fill(seen, 0, spans.resourceCount, false);
    for (int i = 0; i < spans.count; i++) {
      int resource = spans.resourceIndex[spans.scopeIndex[i]];
      if (!seen[resource]) {
        seen[resource] = true;
        add(services, service(spans, resource));
      }
    }
  }

  /// What is here and not there.
  Lost without(Coverage other) {
    return new Lost(
        missing(services, other.services::contains, Comparator.naturalOrder()),
        missing(
            errorKinds,
            other.errorKinds::contains,
            Comparator.comparing(ErrorKind::service)
                .thenComparing(ErrorKind::spanName)
                .thenComparing(ErrorKind::errorType)),
        full || other.full);
  }

  private <T> void add(Set<T> known, T one) {
    if (known.size() < MAX) {
      known.add(one);
    } else {
      full |= !known.contains(one);
    }
  }

  private static <T> List<T> missing(Set<T> here, Predicate<T> there, Comparator<T> order) {
    return here.stream().filter(there.negate()).sorted(order).toList();
  }

  private static String service(SpanBatch batch, int resource) {
    return new String(
        batch.bytes,
        batch.serviceNameOffset[resource],
        batch.serviceNameLength[resource],
        StandardCharsets.UTF_8);
  }
}
