package dev.hopwise.testkit;

import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupRetention;
import dev.hopwise.store.rollup.RollupStore;
import dev.hopwise.store.rollup.memory.MemoryRollupStore;
import java.time.Duration;

class MemoryRollupStoreTest extends RollupStoreContract {

  @Override
  protected RollupStore open(RollupRetention retention, TestClock time) {
    return new MemoryRollupStore(retention, time);
  }

  @Override
  protected boolean isDurable() {
    return false;
  }

  @Override
  protected Duration retentionSlack(Resolution resolution) {
    return Duration.ofSeconds(resolution.seconds());
  }
}
