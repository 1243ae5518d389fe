package dev.hopwise.server;

import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.sample.window.WindowBook;
import dev.hopwise.sample.window.WindowLimits;
import dev.hopwise.sample.window.WindowShelf;
import dev.hopwise.server.config.ConfigException;
import dev.hopwise.server.config.ConfigLoader;
import dev.hopwise.server.config.ServerConfig;
import dev.hopwise.server.ingest.DecisionMemory;
import dev.hopwise.server.policy.PolicyBook;
import dev.hopwise.server.telemetry.StageTimes;
import dev.hopwise.store.rollup.memory.MemoryRollupStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/// A server on free ports with a real journal, the simple decoder and the counting store.
final class RunningServer implements AutoCloseable {

  final CountingStore store = new CountingStore();
  final FaultyJournal journal;
  final HopwiseServer server;

  RunningServer(Path folder, String... settings) throws IOException, ConfigException {
    this(folder, limits -> new SimpleDecoder(limits.bodyBytesMax()), HeadView.ALL, settings);
  }

  /// With a policy for the head.
  RunningServer(Path folder, HeadView head, String... settings)
      throws IOException, ConfigException {
    this(folder, limits -> new SimpleDecoder(limits.bodyBytesMax()), head, settings);
  }

  /// With the real decoder, for what reads spans' bytes.
  RunningServer(
      Path folder,
      Function<ReceiveLimits, RequestDecoder> decoder,
      HeadView head,
      String... settings)
      throws IOException, ConfigException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "data.dir=" + folder,
                "listen.grpc=127.0.0.1:0",
                "listen.http=127.0.0.1:0",
                "listen.ui=127.0.0.1:0",
                "listen.zipkin=127.0.0.1:0"));
    arguments.addAll(List.of(settings));
    ServerConfig config = ConfigLoader.load(null, Map.of(), arguments);
    journal = TestJournals.open(folder.resolve("journal"));
    WindowBook windows =
        new WindowBook(
            WindowLimits.of(config.journal().maxAge(), Duration.ofSeconds(30)),
            Clock.systemUTC(),
            new Random(1),
            journal::end,
            WindowShelf.NONE,
            List.of());
    PolicyBook policies =
        PolicyBook.open(
            folder.resolve("sampling"),
            config.sampling().policy(),
            Policies.baselineOf(config.sampling().baseline()),
            Clock.systemUTC());
    DecisionEngine engine = new DecisionEngine(policies.policy(), windows);
    policies.onChange(engine::swap);
    server =
        HopwiseServer.start(
            config,
            new Parts(
                journal,
                store,
                engine,
                DecisionMemory.NONE,
                windows,
                () -> decoder.apply(config.receive().limits()),
                true,
                head,
                policies,
                new MemoryRollupStore(config.rollups(), Clock.systemUTC()),
                new StageTimes()));
  }

  int port(String key) {
    return server.addresses().get(key).port();
  }

  @Override
  public void close() {
    server.close();
  }
}
