package dev.hopwise.analyze;

import java.util.Arrays;

/// Requests that were kept, each with the probability with which it was: what is needed to say
/// something about all of them. Struct of arrays, so that millions fit.
public final class RequestSample {

  private int size;
  private double[] durationNanos = new double[16];
  private double[] probability = new double[16];
  private boolean[] failed = new boolean[16];

  /// Adds one.
  ///
  /// @param probability with which a request like this one is in the sample, above 0 and at most 1
  public void add(double durationNanos, boolean failed, double probability) {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability " + probability + " is not above 0 and at most 1");
    }
    if (size == this.failed.length) {
      grow();
    }
    this.durationNanos[size] = durationNanos;
    this.probability[size] = probability;
    this.failed[size++] = failed;
  }

  private void grow() {
    int larger = size + (size >> 1);
    durationNanos = Arrays.copyOf(durationNanos, larger);
    probability = Arrays.copyOf(probability, larger);
    failed = Arrays.copyOf(failed, larger);
  }

  /// How many there are.
  public int size() {
    return size;
  }

  double durationNanos(int i) {
    return durationNanos[i];
  }

  double probability(int i) {
    return probability[i];
  }

  double weight(int i) {
    return 1 / probability[i];
  }

  boolean failed(int i) {
    return failed[i];
  }

  /// Its part in the variance of the sum of the weights: (1 − p) / p².
  double variance(int i) {
    return (1 - probability[i]) / (probability[i] * probability[i]);
  }

  double[] durations() {
    return Arrays.copyOf(durationNanos, size);
  }
}
