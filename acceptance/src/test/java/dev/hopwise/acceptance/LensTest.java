package dev.hopwise.acceptance;

import dev.hopwise.simulate.Scenarios;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Zipkin's own page on Hopwise's answers, in a real browser: the dropdowns, a search, a trace and
/// the dependencies. The checks are in `ui/e2e/lens.mjs`.
@Timeout(180)
class LensTest {

  @TempDir private Path folder;

  @Test
  void zipkinsPageFindsAndShowsTraces() throws Exception {
    try (HopwiseProcess server = new HopwiseProcess(folder.resolve("data"));
        LensHost lens = new LensHost(server.uiEndpoint())) {
      SimulatedLoad.send(
          server, Scenarios.named("steady").orElseThrow(), 20, Duration.ofSeconds(5));
      BrowserCheck.passes("lens.mjs", lens.page(), "gateway", "orders");
    }
  }
}
