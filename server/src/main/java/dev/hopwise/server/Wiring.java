package dev.hopwise.server;

import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.sample.BaselineSampler;
import dev.hopwise.server.config.ServerConfig;
import dev.hopwise.server.status.StatusSnapshot;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Which implementation stands behind each port.
final class Wiring {

  private Wiring() {}

  /// Opens journal and store in the data folder.
  static Parts open(ServerConfig config) throws IOException {
    // MERGE: FileJournal, LakeStore and StandardRequestDecoder come with their branches:
    //   Journal journal = FileJournal.open(config.dataDir().resolve("journal"), new
    // JournalOptions(...));
    //   SpanStore store = LakeStore.open(config.dataDir().resolve("store"), new LakeOptions(...));
    //   return new Parts(journal, store, new BaselineSampler(config.sampling().baseline()),
    //       () -> new StandardRequestDecoder(config.receive().limits()),
    //       config.journal().fsync() == ServerConfig.Fsync.ALWAYS);
    throw new IOException(
        "no journal and store in this build; sampler would be "
            + new BaselineSampler(config.sampling().baseline()));
  }

  /// Mounts the query APIs on the UI's port.
  ///
  /// @param blocking where handlers may wait for the store
  static void addApi(
      ServerBuilder server, Parts parts, Supplier<StatusSnapshot> status, Executor blocking) {
    // MERGE: new ApiRoutes(new QueryService(parts.store()), parts.store(), status,
    // ...).addTo(server);
  }
}
