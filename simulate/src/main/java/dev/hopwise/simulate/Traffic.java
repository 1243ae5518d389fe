package dev.hopwise.simulate;

import java.util.List;
import java.util.SplittableRandom;

/// When requests arrive (a Poisson process), at which entry, and for whom.
final class Traffic {

  private final Topology topology;
  private final Schedule schedule;
  private final double perSecond;
  private final double[] tenantShares;

  Traffic(Topology topology, Schedule schedule, double perSecond) {
    this.topology = topology;
    this.schedule = schedule;
    this.perSecond = perSecond;
    tenantShares = new double[topology.tenants().size()];
    for (int i = 0; i < tenantShares.length; i++) {
      tenantShares[i] = 1.0 / (i + 1);
    }
  }

  /// When the next one arrives after a time.
  long nextArrival(long after, SplittableRandom random) {
    double rate = perSecond;
    for (Fault fault : schedule.faults()) {
      if (fault instanceof Fault.Surge surge && schedule.isOn(surge, after)) {
        rate *= surge.factor();
      }
    }
    return after + Math.max(1, Math.round(-Math.log1p(-random.nextDouble()) / rate * 1e9));
  }

  /// The key of the endpoint that a request arrives at.
  String entry(long at, double luck) {
    List<Topology.Entry> entries = topology.entries();
    double[] shares = new double[entries.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = entries.get(i).share();
      for (Fault fault : schedule.faults()) {
        if (fault instanceof Fault.Mix mix
            && mix.endpoint().equals(entries.get(i).endpoint())
            && schedule.isOn(mix, at)) {
          shares[i] *= mix.factor();
        }
      }
    }
    return entries.get(pick(shares, luck)).endpoint();
  }

  String tenant(double luck) {
    return topology.tenants().get(pick(tenantShares, luck));
  }

  private static int pick(double[] shares, double luck) {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    double left = luck * sum;
    for (int i = 0; i < shares.length; i++) {
      left -= shares[i];
      if (left < 0) {
        return i;
      }
    }
    return shares.length - 1;
  }
}
