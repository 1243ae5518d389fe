package dev.hopwise.store.lake;

import dev.hopwise.store.SpanStore;
import dev.hopwise.testkit.RandomSpans;
import dev.hopwise.testkit.SpanSearchContract;
import dev.hopwise.testkit.SpanStoreContract;
import dev.hopwise.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The contract in three shapes: everything in memory; everything in small files; a mixture, which
/// is closed and opened again now and then.
class LakeStoreContractTest {

  private static final LakeOptions LARGE =
      LakeOptions.defaults().withSeal(100_000, Duration.ofDays(1));
  private static final LakeOptions SMALL = LakeOptions.defaults().withSeal(180, Duration.ofDays(1));
  private static final int REOPEN_EVERY = 2;

  private static SpanStore open(Path directory, LakeOptions options) throws IOException {
    return LakeStore.open(directory, options, clock());
  }

  /// Some hours behind the random spans, so that retention keeps them.
  static Clock clock() {
    return new TestClock(
        Instant.ofEpochSecond(0, RandomSpans.FROM_EPOCH_NANOS).plus(Duration.ofHours(5)));
  }

  @Nested
  class StoreInMemory extends SpanStoreContract {
    @TempDir Path directory;

    @Override
    protected SpanStore open() throws IOException {
      return LakeStoreContractTest.open(directory, LARGE);
    }

    @Override
    protected boolean isDurable() {
      return true;
    }
  }

  @Nested
  class StoreInFiles extends SpanStoreContract {
    @TempDir Path directory;

    @Override
    protected SpanStore open() throws IOException {
      return LakeStoreContractTest.open(directory, SMALL);
    }

    @Override
    protected boolean isDurable() {
      return true;
    }

    @Override
    protected void settle() {
      store.flush();
    }
  }

  @Nested
  class StoreInBoth extends SpanStoreContract {
    @TempDir Path directory;
    private int settled;

    @Override
    protected SpanStore open() throws IOException {
      return LakeStoreContractTest.open(directory, SMALL);
    }

    @Override
    protected boolean isDurable() {
      return true;
    }

    @Override
    protected void settle() throws Exception {
      if (++settled % REOPEN_EVERY == 0) {
        reopen();
      }
    }
  }

  @Nested
  class SearchInMemory extends SpanSearchContract {
    @TempDir Path directory;

    @Override
    protected SpanStore open() throws IOException {
      return LakeStoreContractTest.open(directory, LARGE);
    }

    @Override
    protected boolean isDurable() {
      return true;
    }
  }

  @Nested
  class SearchInFiles extends SpanSearchContract {
    @TempDir Path directory;

    @Override
    protected SpanStore open() throws IOException {
      return LakeStoreContractTest.open(directory, SMALL);
    }

    @Override
    protected boolean isDurable() {
      return true;
    }

    @Override
    protected void settle() {
      store.flush();
    }
  }

  @Nested
  class SearchInBoth extends SpanSearchContract {
    @TempDir Path directory;
    private int settled;

    @Override
    protected SpanStore open() throws IOException {
      return LakeStoreContractTest.open(directory, SMALL);
    }

    @Override
    protected boolean isDurable() {
      return true;
    }

    @Override
    protected void settle() throws Exception {
      if (++settled % REOPEN_EVERY == 0) {
        reopen();
      }
    }
  }
}
