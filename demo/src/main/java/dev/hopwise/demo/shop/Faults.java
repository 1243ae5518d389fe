package dev.hopwise.demo.shop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which faults are on in this process. Any thread.
final class Faults {
  private final Set<Fault> on = ConcurrentHashMap.newKeySet();

  boolean on(Fault fault) {
    return on.contains(fault);
  }

  void set(Fault fault, boolean isOn) {
    if (isOn) {
      on.add(fault);
    } else {
      on.remove(fault);
    }
  }
}
