package dev.hopwise.server;

import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.journal.FileJournal;
import dev.hopwise.journal.FsyncPolicy;
import dev.hopwise.journal.Journal;
import dev.hopwise.journal.JournalOptions;
import dev.hopwise.measure.MetricSink;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.metrics.CorrelationGaps;
import dev.hopwise.query.metrics.ExemplarTraces;
import dev.hopwise.query.metrics.MeasuredNames;
import dev.hopwise.query.metrics.MetricQueries;
import dev.hopwise.receive.StandardRequestDecoder;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.reachback.ReachBackLimits;
import dev.hopwise.sample.window.WindowBook;
import dev.hopwise.sample.window.WindowLimits;
import dev.hopwise.server.api.ExplainRoutes;
import dev.hopwise.server.api.MetricRoutes;
import dev.hopwise.server.api.PolicyRoutes;
import dev.hopwise.server.api.PolicyTrialRoutes;
import dev.hopwise.server.api.SqlRoutes;
import dev.hopwise.server.config.ServerConfig;
import dev.hopwise.server.config.ServerConfig.Fsync;
import dev.hopwise.server.forward.Forwarder;
import dev.hopwise.server.forward.SpanForwarder;
import dev.hopwise.server.ingest.Forwarding;
import dev.hopwise.server.ingest.IngestPipeline;
import dev.hopwise.server.ingest.JournalPast;
import dev.hopwise.server.ingest.LoggedDecisions;
import dev.hopwise.server.ingest.PromotedRecall;
import dev.hopwise.server.listen.ByteBudget;
import dev.hopwise.server.policy.PolicyBook;
import dev.hopwise.server.push.MetricPusher;
import dev.hopwise.server.sql.SqlLimits;
import dev.hopwise.server.sql.SqlService;
import dev.hopwise.server.telemetry.Stage;
import dev.hopwise.server.telemetry.StageTimes;
import dev.hopwise.server.trial.PolicyTrials;
import dev.hopwise.server.window.ReachBackRunner;
import dev.hopwise.server.window.RestingPace;
import dev.hopwise.server.window.WindowFile;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.lake.LakeOptions;
import dev.hopwise.store.lake.LakeStore;
import dev.hopwise.store.lake.WriteTimes;
import dev.hopwise.store.lake.rollup.RollupFiles;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which implementation stands behind each port.
final class Wiring {

  private static final int BYTES_IN_LINE = 256 << 10;

  /// The journal's files: a small part of all it may hold, so that retention has something to
  /// remove.
  private static final int JOURNAL_SEGMENTS = 32;

  private static final long JOURNAL_SEGMENT_BYTES_MAX = 64L << 20;

  private Wiring() {}

  /// Opens journal and store in the data folder.
  static Parts open(ServerConfig config) throws IOException {
    Clock clock = Clock.systemUTC();
    StageTimes stages = new StageTimes();
    SpanStore store =
        LakeStore.open(
            config.dataDir().resolve("lake"),
            lakeOptions(config.store()),
            clock,
            writeTimes(stages));
    try {
      Journal journal =
          FileJournal.open(
              config.dataDir().resolve("journal"),
              journalOptions(config.journal()),
              clock,
              store.committed().applied());
      WindowBook windows = windows(config, clock, journal);
      PolicyBook policies =
          PolicyBook.open(
              config.dataDir().resolve("sampling"),
              config.sampling().policy(),
              Policy.builtIn(config.sampling().baseline()),
              clock);
      DecisionEngine engine = new DecisionEngine(policies.policy(), windows);
      policies.onChange(engine::swap);
      return new Parts(
          journal,
          store,
          engine,
          LoggedDecisions.open(
              config.dataDir().resolve("decisions"), config.sampling().log(), clock),
          windows,
          () -> new StandardRequestDecoder(config.receive().limits()),
          config.journal().fsync() == Fsync.ALWAYS,
          new HeadView(() -> engine.policy().head(), windows::forHead),
          policies,
          RollupFiles.open(config.dataDir().resolve("rollups"), config.rollups(), clock),
          stages);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static WriteTimes writeTimes(StageTimes stages) {
    return new WriteTimes() {
      @Override
      public void sealed(long nanos) {
        stages.record(Stage.SEAL, nanos);
      }

      @Override
      public void committed(long nanos) {
        stages.record(Stage.COMMIT, nanos);
      }
    };
  }

  private static WindowBook windows(ServerConfig config, Clock clock, Journal journal)
      throws IOException {
    WindowFile file = new WindowFile(config.dataDir().resolve("sampling"));
    return new WindowBook(
        WindowLimits.of(config.journal().maxAge(), decisionTimeout(config)),
        clock,
        new SecureRandom(),
        journal::end,
        file,
        file.load());
  }

  /// What keeps the past of the windows.
  static ReachBackRunner reachBack(ServerConfig config, Parts parts, IngestPipeline pipeline) {
    return new ReachBackRunner(
        parts.windows(),
        new JournalPast(parts.journal(), parts.decoders().get(), new RestingPace()),
        pipeline.reachBackTarget(),
        ReachBackLimits.of(decisionTimeout(config)),
        () -> parts.store().committed().applied());
  }

  /// What fetches the past of traces that a late error keeps.
  static PromotedRecall promotedRecall(Parts parts, IngestPipeline pipeline) {
    return new PromotedRecall(
        new JournalPast(parts.journal(), parts.decoders().get(), new RestingPace()),
        pipeline.reachBackTarget());
  }

  private static Duration decisionTimeout(ServerConfig config) {
    return Duration.ofNanos(config.sampling().buffer().timeoutNanos());
  }

  /// Mounts SQL, where it is asked for and the store has a table.
  static void addSql(ServerBuilder server, ServerConfig config, Parts parts) {
    if (config.sqlDriver().isPresent() && parts.store() instanceof LakeStore lake) {
      new SqlRoutes(new SqlService(config.sqlDriver().get(), SqlLimits.DEFAULT, lake::files))
          .addTo(server);
    }
  }

  /// Mounts the questions about rollups on the UI's port.
  static void addMetricsApi(ServerBuilder server, Parts parts, MetricQueries queries) {
    MeasuredNames names = new MeasuredLabels();
    new MetricRoutes(
            queries,
            new ExemplarTraces(parts.store(), names, QueryLimits.DEFAULT),
            new CorrelationGaps(
                queries, parts.store(), names, QueryLimits.DEFAULT, Clock.systemUTC()),
            QueryLimits.DEFAULT,
            Clock.systemUTC())
        .addTo(server);
  }

  /// Mounts what tells about sampling, and changes it, on the UI's port.
  static void addSamplingApi(
      ServerBuilder server,
      ServerConfig config,
      Parts parts,
      IngestPipeline pipeline,
      Executor blocking) {
    QueryService queries = new QueryService(parts.store(), Clock.systemUTC(), QueryLimits.DEFAULT);
    new ExplainRoutes(parts.decisions()::find, pipeline::pending, queries).addTo(server);
    new PolicyRoutes(
            parts.policies(), () -> parts.engine().state(HopwiseServer.epochNanos()), blocking)
        .addTo(server);
    new PolicyTrialRoutes(trials(config, parts), InstantSource.system()).addTo(server);
  }

  private static PolicyTrials trials(ServerConfig config, Parts parts) {
    return new PolicyTrials(
        parts.journal(),
        parts.decoders(),
        parts.decisions(),
        parts.engine()::policy,
        config.sampling().buffer(),
        HopwiseServer::epochNanos,
        RestingPace::new);
  }

  /// The memory for request bodies. What the network has read ahead of a request that stands in
  /// line, and what Netty needs for it beside, is less than {@link #BYTES_IN_LINE}.
  static ByteBudget bodies(ServerConfig config) {
    long bytes = config.receive().queueBytes();
    return new ByteBudget(bytes, (int) Math.max(1, bytes / BYTES_IN_LINE));
  }

  /// Starts sending on.
  static Forwarder forwarder(ServerConfig.Forward forward) {
    return new Forwarder(
        forward.options(), "Hopwise/" + Version.TEXT, InstantSource.system(), System::nanoTime);
  }

  /// Prepares to push metrics, where that is asked for.
  ///
  /// @param startEpochNanos when counting began
  static @Nullable MetricPusher pusher(
      ServerConfig config, Consumer<MetricSink> metrics, long startEpochNanos) {
    return config.push().isOn()
        ? new MetricPusher(
            config.push(),
            metrics,
            "Hopwise/" + Version.TEXT,
            startEpochNanos,
            InstantSource.system(),
            System::nanoTime)
        : null;
  }

  /// Who sees which spans.
  static Forwarding forwarding(ServerConfig config, @Nullable Forwarder forwarder) {
    if (forwarder == null) {
      return Forwarding.NONE;
    }
    return switch (config.forward().orElseThrow().what()) {
      case KEPT -> new Forwarding(SpanForwarder.NONE, forwarder);
      case ALL -> new Forwarding(forwarder, SpanForwarder.NONE);
    };
  }

  private static LakeOptions lakeOptions(ServerConfig.Store store) {
    return LakeOptions.defaults()
        .withSeal(store.sealSpans(), store.sealAge())
        .withRetention(store.retentionMaxAge(), store.retentionMaxBytes());
  }

  private static JournalOptions journalOptions(ServerConfig.JournalConfig journal) {
    FsyncPolicy fsync =
        switch (journal.fsync()) {
          case ALWAYS -> FsyncPolicy.ALWAYS;
          case INTERVAL -> FsyncPolicy.INTERVAL;
          case NEVER -> FsyncPolicy.NEVER;
        };
    return new JournalOptions(
        fsync,
        journal.fsyncInterval(),
        journal.maxAge(),
        journal.maxBytes(),
        Math.min(JOURNAL_SEGMENT_BYTES_MAX, journal.maxBytes() / JOURNAL_SEGMENTS));
  }
}
