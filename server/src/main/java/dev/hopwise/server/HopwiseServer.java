package dev.hopwise.server;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import dev.hopwise.measure.MeasureLimits;
import dev.hopwise.measure.MeasureSnapshot;
import dev.hopwise.measure.Measurements;
import dev.hopwise.measure.MetricSink;
import dev.hopwise.measure.Published;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.buffer.TraceSampler;
import dev.hopwise.sample.head.HeadBudget;
import dev.hopwise.sample.head.HeadStrategies;
import dev.hopwise.server.api.LedgerRoutes;
import dev.hopwise.server.api.WindowRoutes;
import dev.hopwise.server.config.Address;
import dev.hopwise.server.config.ServerConfig;
import dev.hopwise.server.exemplar.ExemplarAudit;
import dev.hopwise.server.forward.Forwarder;
import dev.hopwise.server.ingest.AttributeFilter;
import dev.hopwise.server.ingest.Balance;
import dev.hopwise.server.ingest.BalanceSnapshot;
import dev.hopwise.server.ingest.IngestPipeline;
import dev.hopwise.server.ingest.PromotedRecall;
import dev.hopwise.server.ingest.SetAsideFiles;
import dev.hopwise.server.ledger.LedgerBook;
import dev.hopwise.server.listen.ByteBudget;
import dev.hopwise.server.listen.Intake;
import dev.hopwise.server.listen.Texts;
import dev.hopwise.server.push.MetricPusher;
import dev.hopwise.server.rollup.RollupTicker;
import dev.hopwise.server.status.LedgerPart;
import dev.hopwise.server.status.MetricsPage;
import dev.hopwise.server.status.SamplingStatus;
import dev.hopwise.server.status.StatusRoutes;
import dev.hopwise.server.status.StatusSnapshot;
import dev.hopwise.server.telemetry.GcWatch;
import dev.hopwise.server.telemetry.Stage;
import dev.hopwise.server.telemetry.TelemetrySnapshot;
import dev.hopwise.server.telemetry.TimedDecisions;
import dev.hopwise.server.telemetry.TimedQueries;
import dev.hopwise.server.ui.UiService;
import dev.hopwise.server.window.ReachBackRunner;
import dev.hopwise.store.StoreStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running server: parts, listeners, and the order in which they start and stop.
///
/// The UI's port opens first and says "not ready"; then the journal is replayed; then spans are
/// accepted. A stop goes the other way, so that everything acknowledged is committed or in the
/// journal.
public final class HopwiseServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HopwiseServer.class);

  /// Decisions that late spans find without the log: some minutes at a few thousand traces a
  /// second.
  private static final int DECISIONS_REMEMBERED = 1 << 19;

  private static final long TICK_MILLIS = 100;

  private static final long AUDIT_SECONDS = 5;

  private final long startedNanos = System.nanoTime();
  private final ServerConfig config;
  private final Parts parts;
  private final Balance balance = new Balance();
  private final Measurements measurements = new Measurements(MeasureLimits.DEFAULT);
  private final LedgerBook ledger;
  private final QueryApis queries;
  private final AttributeFilter attributes;
  private final ByteBudget budget;
  private final @Nullable Forwarder forwarder;
  private final IngestPipeline pipeline;
  private final RollupTicker rollups;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final ReachBackRunner reachBack;
  private final PromotedRecall promotedRecall;
  private final @Nullable HeadBudget headBudget;
  private final SamplingRoutes sampling;
  private final ExemplarAudit audit;
  private final GcWatch gc = new GcWatch();
  private final @Nullable MetricPusher pusher;
  private final ScheduledExecutorService housekeeping =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("housekeeping").daemon().factory());
  private final Map<String, Listener> receivers = new LinkedHashMap<>();
  private @Nullable Listener ui;
  private volatile boolean ready;
  private boolean closed;

  private HopwiseServer(ServerConfig config, Parts parts, LedgerBook ledger) throws IOException {
    this.config = config;
    this.parts = parts;
    this.ledger = ledger;
    this.queries = new QueryApis(parts, ledger.queried());
    this.attributes =
        AttributeFilter.open(
            config.dataDir().resolve("sampling"), parts.policies().policy().attributes());
    parts.policies().onChange(this::attributesChanged);
    this.budget = Wiring.bodies(config);
    this.forwarder = config.forward().map(Wiring::forwarder).orElse(null);
    this.rollups = new RollupTicker(measurements::cut, parts.rollups(), HopwiseServer::epochNanos);
    this.pipeline =
        new IngestPipeline(
            parts.journal(),
            measurements,
            parts.store(),
            new SetAsideFiles(config.dataDir().resolve("set-aside")),
            new TraceSampler(
                parts.engine(),
                config.sampling().buffer(),
                DECISIONS_REMEMBERED,
                parts.decisions(),
                epochNanos()),
            new TimedDecisions(parts.decisions(), parts.stages()),
            this::promoted,
            parts.decoders(),
            balance,
            HopwiseServer::epochNanos,
            config.receive().threads(),
            config.receive().queueRequests(),
            parts.waitsForDevice() ? blocking : Runnable::run,
            Wiring.forwarding(config, forwarder),
            attributes,
            ledger.ledger());
    this.reachBack = Wiring.reachBack(config, parts, pipeline);
    this.promotedRecall = Wiring.promotedRecall(parts, pipeline);
    this.headBudget =
        config.head().spansPerSecondMax().isPresent()
            ? new HeadBudget(config.head().spansPerSecondMax().getAsDouble(), System.nanoTime())
            : null;
    this.sampling = new SamplingRoutes(headStrategies()::of, blocking);
    this.audit =
        new ExemplarAudit(
            measurements, this::published, parts.store()::findTrace, System::nanoTime);
    this.pusher = Wiring.pusher(config, this::writeMetrics, epochNanos());
  }

  /// Starts everything; returns when spans are accepted.
  ///
  /// @param parts closed with the server, and also when the start fails
  /// @throws IOException when a port cannot be bound or the journal cannot be read
  public static HopwiseServer start(ServerConfig config, Parts parts) throws IOException {
    LedgerBook ledger = LedgerBook.open(config.dataDir(), Clock.systemUTC());
    HopwiseServer server = new HopwiseServer(config, parts, ledger);
    try {
      server.open();
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /// The bound addresses by setting, as `listen.grpc`, in the order in which they were opened.
  public Map<String, Address> addresses() {
    Map<String, Address> addresses = new LinkedHashMap<>();
    receivers.forEach((key, listener) -> addresses.put(key, listener.bound()));
    listener().ifPresent(l -> addresses.put("listen.ui", l.bound()));
    return addresses;
  }

  /// Where a port answers, such as `http://127.0.0.1:4318`.
  ///
  /// @param key the setting, as `listen.http`
  public String url(String key) {
    Listener listener = key.equals("listen.ui") ? ui : receivers.get(key);
    if (listener == null) {
      throw new IllegalArgumentException(key + " is not open");
    }
    return listener.url();
  }

  /// What the server says about itself at this moment.
  public StatusSnapshot status() {
    return StatusSnapshot.of(
        Version.TEXT,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos),
        ports(),
        balance.snapshot(),
        parts.journal().status(),
        parts.store().status(),
        ready ? SamplingStatus.of(pipeline.sampling(), parts.decisions().status()) : null,
        forwarder == null ? null : forwarder.status(),
        parts.rollups().status(),
        LedgerPart.of(ledger.ledger().status(), ledger.flagged(), attributes.counts()));
  }

  /// Puts what was measured since the last cut into the rollups now, as happens every ten seconds.
  void cutRollups() {
    rollups.cut();
  }

  /// What was measured up to this moment, with exemplars that the store still has.
  public MeasureSnapshot measured() {
    return measurements.snapshot(published());
  }

  private TelemetrySnapshot telemetry() {
    return TelemetrySnapshot.of(
        parts.stages(),
        budget.used(),
        config.receive().queueBytes(),
        audit.counts(),
        pusher == null ? Map.of() : pusher.status(),
        gc);
  }

  private void writeMetrics(MetricSink to) {
    MetricsPage.write(to, status(), telemetry(), measured());
  }

  private Published published() {
    StoreStatus store = parts.store().status();
    return new Published(
        epochNanos(), store.spans() == 0 ? Long.MAX_VALUE : store.oldestEpochNanos());
  }

  /// Without the hosts: one bound to all interfaces says nothing about how to reach it.
  private Map<String, Integer> ports() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    addresses().forEach((key, at) -> ports.put(key.substring("listen.".length()), at.port()));
    return ports;
  }

  /// The accounts at this moment.
  public BalanceSnapshot balance() {
    return balance.snapshot();
  }

  /// How many bytes of request bodies are in memory.
  long bodyBytes() {
    return budget.used();
  }

  /// How many request bodies wait for room.
  int bodiesWaiting() {
    return budget.waiting();
  }

  /// Stops accepting, works off what was accepted, commits it, and closes the parts. May be called
  /// again without effect.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    ready = false;
    List<Listener> listeners = new ArrayList<>(receivers.values());
    listener().ifPresent(listeners::add);
    Listener.stopAll(listeners);
    reachBack.close();
    promotedRecall.close();
    pipeline.close();
    if (forwarder != null) {
      forwarder.close();
    }
    rollups.close();
    housekeeping.shutdown();
    if (pusher != null) {
      pusher.close();
    }
    audit.close();
    gc.close();
    blocking.shutdown();
    closeParts();
  }

  private void open() throws IOException {
    ui = Listener.open("listen.ui", config.listen().ui(), this::addUiRoutes);
    replay();
    OtlpRoutes routes =
        new OtlpRoutes(
            new Intake(
                pipeline,
                balance,
                budget,
                config.receive().limits().bodyBytesMax(),
                config.receive().queueWait(),
                nanos -> parts.stages().record(Stage.RECEIVE, nanos)),
            config.receive().corsOrigins());
    openReceiver(
        "listen.grpc",
        config.listen().grpc(),
        server -> {
          sampling.addGrpc(server);
          routes.grpc(server);
        });
    openReceiver("listen.http", config.listen().http(), routes::http);
    if (config.listen().zipkin().isPresent()) {
      openReceiver(
          "listen.zipkin",
          config.listen().zipkin().get(),
          server -> routes.zipkin(server, queries.zipkin()));
    }
    if (config.listen().jaeger().isPresent()) {
      openReceiver("listen.jaeger", config.listen().jaeger().get(), queries::jaegerPort);
    }
    if (config.listen().sampling().isPresent()) {
      openReceiver("listen.sampling", config.listen().sampling().get(), sampling::httpPort);
    }
    if (config.listen().samplingGrpc().isPresent()) {
      openReceiver(
          "listen.sampling-grpc", config.listen().samplingGrpc().get(), sampling::grpcPort);
    }
    if (config.listen().tempo().isPresent()) {
      openReceiver("listen.tempo", config.listen().tempo().get(), queries::tempoPort);
    }
    parts.windows().onChange(this::windowsChanged);
    windowsChanged();
    reachBack.start();
    promotedRecall.start();
    repeatPromotions();
    var _ = housekeeping.scheduleWithFixedDelay(this::keepHouse, 1, 1, TimeUnit.SECONDS);
    var _ =
        housekeeping.scheduleWithFixedDelay(
            this::decide, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    rollups.start();
    var _ =
        housekeeping.scheduleWithFixedDelay(
            () -> blocking.execute(audit::run), AUDIT_SECONDS, AUDIT_SECONDS, TimeUnit.SECONDS);
    if (pusher != null) {
      pusher.start();
    }
    ready = true;
  }

  private void promoted(List<Decision> decisions, long journalEnd) {
    promotedRecall.promoted(decisions, journalEnd);
  }

  /// What an earlier process recalled may not have been committed.
  private void repeatPromotions() {
    long end = parts.journal().end();
    parts
        .decisions()
        .scan(
            epochNanos() - PromotedRecall.REPEATED.toNanos(),
            Long.MAX_VALUE,
            decision -> {
              if (decision.keep() && decision.trigger().equals(Decision.PROMOTED_TRIGGER)) {
                promotedRecall.promoted(List.of(decision), end);
              }
            });
  }

  /// An example of a value that is to be hidden from now on is hidden, too.
  private void attributesChanged(Policy policy) {
    attributes.rules(policy.attributes());
    ledger.forgetExamples();
  }

  private void windowsChanged() {
    parts.engine().windowsChanged();
    reachBack.wake();
  }

  private HeadStrategies headStrategies() {
    return new HeadStrategies(
        parts.head().policy(),
        parts.head().openWindows(),
        new MeasuredCallers(() -> measurements.edges(epochNanos()), System::nanoTime),
        () -> headBudget == null ? 1 : headBudget.factor());
  }

  private void openReceiver(String key, Address address, Consumer<ServerBuilder> routes)
      throws IOException {
    receivers.put(key, Listener.open(key, address, routes));
  }

  private void addUiRoutes(ServerBuilder server) {
    new StatusRoutes(this::status, this::telemetry, this::measured, () -> ready, blocking)
        .addTo(server);
    TimedQueries.addTo(server, parts.stages());
    queries.addTo(server);
    Wiring.addMetricsApi(server, parts, queries.metrics());
    Wiring.addSql(server, config, parts);
    new LedgerRoutes(ledger, measurements::folded, QueryLimits.DEFAULT, Clock.systemUTC())
        .addTo(server);
    Wiring.addSamplingApi(server, config, parts, pipeline, blocking);
    new WindowRoutes(parts.windows(), blocking).addTo(server);
    UiService pages = new UiService(HopwiseServer.class.getClassLoader(), "ui");
    sampling.addHttp(server, pages);
    server.serviceUnder("/api", (c, r) -> Texts.of(HttpStatus.NOT_FOUND, "no such API"));
    server.serviceUnder("/", pages);
    server.decorator(EncodingService.newDecorator());
  }

  private void replay() throws IOException {
    long before = System.nanoTime();
    long records = pipeline.replay();
    if (records > 0) {
      LOG.info(
          "replayed the journal records={} spans={} millis={}",
          records,
          balance.snapshot().replayed(),
          Duration.ofNanos(System.nanoTime() - before).toMillis());
    }
  }

  private void decide() {
    try {
      pipeline.tick();
    } catch (RuntimeException e) {
      // Thrown on, it would end the schedule, and nothing would be decided any more.
      LOG.error("decisions", e);
    }
  }

  private void keepHouse() {
    try {
      pipeline.releaseJournal();
      parts.decisions().keepHouse();
      parts.policies().poll();
      reachBack.settle();
      parts.windows().tick();
      ledger.keepHouse(parts.policies()::policy, parts.windows()::conditions);
      if (headBudget != null) {
        headBudget.observe(balance.snapshot().received(), System.nanoTime());
      }
    } catch (IOException | RuntimeException e) {
      // Thrown on, it would end the schedule and with it the journal's retention.
      LOG.error("housekeeping", e);
    }
  }

  private void closeParts() {
    List<AutoCloseable> closing = new ArrayList<>();
    closing.add(() -> parts.store().flush());
    closing.add(reachBack::settle);
    closing.add(() -> parts.windows().save());
    closing.add(ledger);
    closing.add(pipeline::releaseJournal);
    closing.add(parts.store());
    closing.add(parts.rollups());
    closing.add(parts.decisions());
    closing.add(parts.journal());
    for (AutoCloseable each : closing) {
      try {
        each.close();
      } catch (Exception | Error e) {
        // Whatever it is, the parts after it still have to be closed.
        LOG.error("stop", e);
      }
    }
  }

  private Optional<Listener> listener() {
    return Optional.ofNullable(ui);
  }

  static long epochNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
