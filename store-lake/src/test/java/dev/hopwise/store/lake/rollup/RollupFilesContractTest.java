package dev.hopwise.store.lake.rollup;

import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupRetention;
import dev.hopwise.store.rollup.RollupStore;
import dev.hopwise.testkit.RollupStoreContract;
import dev.hopwise.testkit.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The contract, whatever happens between two cuts.
class RollupFilesContractTest {

  abstract static class Kit extends RollupStoreContract {
    @TempDir Path folder;

    @Override
    protected RollupStore open(RollupRetention retention, TestClock time) throws Exception {
      return RollupFiles.open(folder, retention, time);
    }

    @Override
    protected boolean isDurable() {
      return true;
    }

    @Override
    protected Duration retentionSlack(Resolution resolution) {
      return Duration.ofSeconds(SegmentWriter.spanSeconds(resolution));
    }
  }

  @Nested
  class InOneGo extends Kit {}

  @Nested
  class ClosedAndOpened extends Kit {
    @Override
    protected void settle() throws Exception {
      reopen();
    }
  }

  @Nested
  class Killed extends Kit {
    @Override
    protected void settle() throws Exception {
      ((RollupFiles) store).crash();
      reopen();
    }
  }
}
