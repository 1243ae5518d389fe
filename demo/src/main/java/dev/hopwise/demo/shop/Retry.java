package dev.hopwise.demo.shop;

import io.helidon.http.HttpException;
import io.helidon.http.Status;
import java.util.function.Supplier;

/// Three attempts with growing pauses, for a callee that does not answer or says 503: the usual
/// policy, and the usual cause of a retry storm.
final class Retry {
  static final int ATTEMPTS_MAX = 3;
  private static final double FIRST_PAUSE_MILLIS = 40;
  private static final double JITTER_SIGMA = 0.3;

  private Retry() {}

  static <T> T withBackOff(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (HttpException e) {
        if (attempt == ATTEMPTS_MAX || !e.status().equals(Status.SERVICE_UNAVAILABLE_503)) {
          throw e;
        }
        Work.await(FIRST_PAUSE_MILLIS * (1 << attempt), JITTER_SIGMA);
      }
    }
  }
}
