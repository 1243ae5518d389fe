package dev.hopwise.server.config;

import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.sample.buffer.BufferLimits;
import dev.hopwise.sample.record.DecisionLogOptions;
import dev.hopwise.server.deliver.Retries;
import dev.hopwise.server.forward.ForwardOptions;
import dev.hopwise.server.push.PushOptions;
import dev.hopwise.store.rollup.RollupRetention;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Everything that was set. Each component is described where it is defined, in `Settings`, and in
/// `docs/configuration.md`.
public record ServerConfig(
    Listen listen,
    Path dataDir,
    Receive receive,
    JournalConfig journal,
    Sampling sampling,
    Head head,
    Optional<Forward> forward,
    PushOptions push,
    Store store,
    RollupRetention rollups,
    Optional<Path> sqlDriver) {

  /// Where the listeners bind.
  public record Listen(
      Address grpc,
      Address http,
      Address ui,
      Optional<Address> zipkin,
      Optional<Address> jaeger,
      Optional<Address> sampling,
      Optional<Address> samplingGrpc,
      Optional<Address> tempo) {}

  /// What is accepted, and how much at once.
  public record Receive(
      ReceiveLimits limits,
      int threads,
      int queueRequests,
      long queueBytes,
      Duration queueWait,
      List<String> corsOrigins) {
    public Receive {
      corsOrigins = List.copyOf(corsOrigins);
    }
  }

  /// How the journal writes and forgets.
  public record JournalConfig(
      Fsync fsync, Duration fsyncInterval, Duration maxAge, long maxBytes) {}

  /// When accepted requests are forced to the device.
  public enum Fsync {
    ALWAYS,
    INTERVAL,
    NEVER
  }

  /// Which traces are stored.
  ///
  /// @param baseline 0 to 1
  /// @param policy the file that is watched
  /// @param buffer how many spans may wait for the decision on their trace, and how long
  /// @param log how long decisions are remembered
  public record Sampling(
      double baseline, Optional<Path> policy, BufferLimits buffer, DecisionLogOptions log) {}

  /// What SDKs are told about sampling, beside the policy.
  public record Head(OptionalDouble spansPerSecondMax) {}

  /// That spans are sent on.
  public record Forward(What what, ForwardOptions options) {

    /// Which.
    public enum What {
      KEPT,
      ALL
    }

    /// How bodies are compressed.
    public enum Compression {
      GZIP,
      NONE
    }
  }

  /// When files are written and removed.
  public record Store(
      Duration sealAge, int sealSpans, Duration retentionMaxAge, long retentionMaxBytes) {}

  /// Assembles the records, and checks what no single setting can.
  static ServerConfig of(SettingValues values) {
    ServerConfig config =
        new ServerConfig(
            new Listen(
                values.get(Settings.LISTEN_GRPC),
                values.get(Settings.LISTEN_HTTP),
                values.get(Settings.LISTEN_UI),
                values.get(Settings.LISTEN_ZIPKIN),
                values.get(Settings.LISTEN_JAEGER),
                values.get(Settings.LISTEN_SAMPLING),
                values.get(Settings.LISTEN_SAMPLING_GRPC),
                values.get(Settings.LISTEN_TEMPO)),
            values.get(Settings.DATA_DIR),
            receive(values),
            new JournalConfig(
                values.get(Settings.JOURNAL_FSYNC),
                values.get(Settings.JOURNAL_FSYNC_INTERVAL),
                values.get(Settings.JOURNAL_MAX_AGE),
                values.get(Settings.JOURNAL_MAX_BYTES)),
            sampling(values),
            new Head(values.get(Settings.HEAD_MAX_SPANS_PER_SECOND)),
            values.get(Settings.FORWARD_ENDPOINT).map(endpoint -> forward(values, endpoint)),
            push(values),
            new Store(
                values.get(Settings.STORE_SEAL_AGE),
                values.get(Settings.STORE_SEAL_SPANS),
                values.get(Settings.RETENTION_MAX_AGE),
                values.get(Settings.RETENTION_MAX_BYTES)),
            new RollupRetention(
                values.get(Settings.ROLLUPS_RETENTION_10S),
                values.get(Settings.ROLLUPS_RETENTION_1M),
                values.get(Settings.ROLLUPS_MAX_BYTES)),
            values.get(Settings.SQL_DRIVER));
    if (config.receive.queueBytes < config.receive.limits.bodyBytesMax()) {
      values.problem(
          "receive.queue-bytes (%d) is less than receive.body-bytes-max (%d): the largest request could never be taken"
              .formatted(config.receive.queueBytes, config.receive.limits.bodyBytesMax()));
    }
    if (config.forwardsToItself()) {
      values.problem("forward.endpoint is this server itself: every span would come back for ever");
    }
    return config;
  }

  private static Sampling sampling(SettingValues values) {
    return new Sampling(
        values.get(Settings.SAMPLING_BASELINE),
        values.get(Settings.SAMPLING_POLICY),
        new BufferLimits(
            values.get(Settings.DECISION_BUFFER_BYTES),
            values.get(Settings.DECISION_TRACE_SPANS_MAX),
            values.get(Settings.DECISION_TRACE_BYTES_MAX),
            values.get(Settings.DECISION_QUIET).toNanos(),
            values.get(Settings.DECISION_TIMEOUT).toNanos()),
        new DecisionLogOptions(
            values.get(Settings.DECISION_LOG_MAX_AGE),
            values.get(Settings.DECISION_LOG_MAX_BYTES)));
  }

  private boolean forwardsToItself() {
    return forward.map(f -> f.options().endpoint()).stream()
        .anyMatch(to -> leadsTo(to, listen.http) || leadsTo(to, listen.grpc));
  }

  /// Names other than the obvious ones are not looked up: what they lead to may change at any time.
  private static boolean leadsTo(URI endpoint, Address address) {
    boolean isHere =
        List.of("localhost", "127.0.0.1", "[::1]", address.host()).contains(endpoint.getHost());
    return isHere && endpoint.getPort() == address.port();
  }

  private static Forward forward(SettingValues values, URI endpoint) {
    return new Forward(
        values.get(Settings.FORWARD_WHAT),
        ForwardOptions.of(
            endpoint,
            values.get(Settings.FORWARD_PROTOCOL),
            values.get(Settings.FORWARD_HEADERS),
            values.get(Settings.FORWARD_COMPRESSION) == Forward.Compression.GZIP,
            values.get(Settings.FORWARD_QUEUE_BYTES)));
  }

  private static PushOptions push(SettingValues values) {
    Optional<PushOptions.Target> otlp =
        values
            .get(Settings.PUSH_OTLP_ENDPOINT)
            .map(to -> new PushOptions.Target(to, values.get(Settings.PUSH_OTLP_HEADERS)));
    Optional<PushOptions.Target> remoteWrite =
        values
            .get(Settings.PUSH_REMOTE_WRITE_ENDPOINT)
            .map(to -> new PushOptions.Target(to, values.get(Settings.PUSH_REMOTE_WRITE_HEADERS)));
    String instance = values.get(Settings.PUSH_INSTANCE);
    boolean isNameless = instance.isEmpty() && (otlp.isPresent() || remoteWrite.isPresent());
    return new PushOptions(
        values.get(Settings.PUSH_INTERVAL),
        isNameless ? hostName() : instance,
        values.get(Settings.PUSH_QUEUE_BYTES),
        Retries.DEFAULT,
        otlp,
        remoteWrite);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A host that does not know itself; its metrics still need an owner.
      return "localhost";
    }
  }

  private static Receive receive(SettingValues values) {
    ReceiveLimits limits =
        new ReceiveLimits(
            Math.toIntExact(values.get(Settings.RECEIVE_BODY_BYTES_MAX)),
            Math.toIntExact(values.get(Settings.RECEIVE_SPAN_BYTES_MAX)),
            values.get(Settings.RECEIVE_MAX_AGE),
            values.get(Settings.RECEIVE_MAX_FUTURE));
    return new Receive(
        limits,
        values.get(Settings.RECEIVE_THREADS),
        values.get(Settings.RECEIVE_QUEUE_REQUESTS),
        values.get(Settings.RECEIVE_QUEUE_BYTES),
        values.get(Settings.RECEIVE_QUEUE_WAIT),
        values.get(Settings.RECEIVE_CORS_ORIGINS));
  }
}
