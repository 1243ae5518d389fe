package dev.hopwise.simulate;

import java.util.SplittableRandom;

/// Where something runs.
record Place(Service service, String version, int instance) {

  /// Share of the traffic that the first version has where there are more.
  private static final double FIRST_VERSION = 0.8;

  static Place pick(Service service, SplittableRandom random) {
    double which = random.nextDouble();
    int others = service.versions().size() - 1;
    int version =
        others == 0 || which < FIRST_VERSION
            ? 0
            : 1 + (int) ((which - FIRST_VERSION) / (1 - FIRST_VERSION) * others);
    String name = service.versions().get(Math.min(version, others));
    return new Place(service, name, random.nextInt(service.instances()));
  }
}
