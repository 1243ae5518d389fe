package dev.hopwise.simulate;

import dev.hopwise.simulate.Fault.Whom;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What the faults do to one request; counts what they struck.
final class RequestFaults {

  /// Leave no fault out.
  static final int NONE = -1;

  private final Schedule schedule;
  private final String tenant;
  private final int leftOut;
  private final int[] calls;

  /// @param leftOut index of a fault that does not happen, or {@link #NONE}
  RequestFaults(Schedule schedule, String tenant, int leftOut) {
    this.schedule = schedule;
    this.tenant = tenant;
    this.leftOut = leftOut;
    calls = new int[schedule.faults().size()];
  }

  /// How many calls each fault struck.
  int[] calls() {
    return calls;
  }

  /// Nanoseconds that a call takes longer.
  ///
  /// @param bits of the call
  long extra(Target target, Place place, long at, long bits) {
    long extra = 0;
    for (int i = 0; i < calls.length; i++) {
      if (schedule.faults().get(i) instanceof Fault.Slow slow
          && slow.target().equals(target)
          && strikes(i, slow.whom(), slow.share(), place, at, bits)) {
        extra += slow.extra().draw(new SplittableRandom(bits + i));
      }
    }
    return extra;
  }

  /// The error type with which a call fails, or null.
  @Nullable String failure(Target target, Place place, long at, long bits) {
    for (int i = 0; i < calls.length; i++) {
      if (schedule.faults().get(i) instanceof Fault.Failing failing
          && failing.target().equals(target)
          && strikes(i, failing.whom(), failing.share(), place, at, bits)) {
        return failing.errorType();
      }
    }
    return null;
  }

  /// How the context dies between two services, or null when it arrives.
  Fault.@Nullable Break broken(Place caller, String callee, long at, long bits) {
    for (int i = 0; i < calls.length; i++) {
      if (schedule.faults().get(i) instanceof Fault.BrokenContext broken
          && broken.callee().equals(callee)
          && (broken.caller().isEmpty() || broken.caller().equals(caller.service().name()))
          && strikes(i, Whom.ALL, broken.share(), caller, at, bits)) {
        return broken.kind();
      }
    }
    return null;
  }

  private boolean strikes(int fault, Whom whom, double share, Place place, long at, long bits) {
    boolean struck =
        fault != leftOut
            && schedule.isOn(schedule.faults().get(fault), at)
            && (whom.tenant().isEmpty() || whom.tenant().equals(tenant))
            && (whom.version().isEmpty() || whom.version().equals(place.version()))
            && Dice.of(bits, fault) < share;
    calls[fault] += struck ? 1 : 0;
    return struck;
  }
}
