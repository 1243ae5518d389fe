package dev.hopwise.testkit;

import dev.hopwise.store.SpanStore;
import dev.hopwise.store.memory.MemorySpanStore;
import org.junit.jupiter.api.Nested;

class MemorySpanStoreTest {

  @Nested
  class Store extends SpanStoreContract {
    @Override
    protected SpanStore open() {
      return new MemorySpanStore();
    }

    @Override
    protected boolean isDurable() {
      return false;
    }
  }

  @Nested
  class Search extends SpanSearchContract {
    @Override
    protected SpanStore open() {
      return new MemorySpanStore();
    }

    @Override
    protected boolean isDurable() {
      return false;
    }
  }
}
