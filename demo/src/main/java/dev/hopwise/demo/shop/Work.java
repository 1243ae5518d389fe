package dev.hopwise.demo.shop;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Time that passes in a service as it does in real ones: a little computing, and waiting whose
/// length is log-normal.
final class Work {
  /// No wait is longer than this many medians, so that no request of the demo hangs.
  private static final double LONGEST_IN_MEDIANS = 12;

  private static final int COMPUTE_BLOCK_BYTES = 1024;

  private Work() {}

  /// Waits; half of the calls wait longer than the median. A `sigma` of 0.4 gives a p95 of about
  /// twice the median, 0.7 of about three times.
  static void await(double medianMillis, double sigma) {
    double factor = Math.exp(sigma * ThreadLocalRandom.current().nextGaussian());
    double millis = medianMillis * Math.min(factor, LONGEST_IN_MEDIANS);
    long end = System.nanoTime() + (long) (millis * TimeUnit.MILLISECONDS.toNanos(1));
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /// Hashes that many kilobytes, about 5 µs each; the answer is to be used, lest the work be
  /// skipped.
  static byte[] compute(String seed, int kilobytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[COMPUTE_BLOCK_BYTES];
      for (int i = 0; i < kilobytes; i++) {
        block[i % block.length] = (byte) seed.charAt(i % seed.length());
        digest.update(block);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// True with that probability.
  static boolean chance(double probability) {
    return ThreadLocalRandom.current().nextDouble() < probability;
  }
}
