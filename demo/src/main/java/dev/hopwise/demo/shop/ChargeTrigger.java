package dev.hopwise.demo.shop;

import java.sql.Connection;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/// Runs inside the database before every row of `charges` is written: a few milliseconds, as for a
/// replica's answer, and many more while {@link Fault#SLOW_DATABASE} is on. So the wait happens
/// where it would in life, behind the service's JDBC call.
///
/// Public, and made by H2 itself from the name in `payments.sql`.
public final class ChargeTrigger implements Trigger {
  private static volatile Faults faults = new Faults();

  /// Called by H2.
  public ChargeTrigger() {}

  static void heed(Faults switches) {
    faults = switches;
  }

  @Override
  public void fire(Connection connection, Object @Nullable [] oldRow, Object @Nullable [] newRow) {
    Work.await(4, 0.5);
    if (faults.on(Fault.SLOW_DATABASE)) {
      Work.await(400, 0.25);
    }
  }
}
