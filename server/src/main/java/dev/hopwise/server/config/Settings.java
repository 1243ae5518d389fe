package dev.hopwise.server.config;

import dev.hopwise.sample.buffer.BufferLimits;
import dev.hopwise.server.config.ServerConfig.Forward;
import dev.hopwise.server.config.ServerConfig.Fsync;
import dev.hopwise.server.forward.ForwardOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Every setting there is. Parsing, checking and `docs/configuration.md` follow from this table; a
/// setting stands here only if something reads it.
final class Settings {

  static final Setting<Address> LISTEN_GRPC =
      new Setting<>(
          "listen.grpc",
          SettingTypes.ADDRESS,
          "127.0.0.1:4317",
          "OTLP over gRPC. Port 0 picks a free one, here and below.");
  static final Setting<Address> LISTEN_HTTP =
      new Setting<>(
          "listen.http",
          SettingTypes.ADDRESS,
          "127.0.0.1:4318",
          "OTLP over HTTP at `/v1/traces`, and Zipkin at `/api/v2/spans`.");
  static final Setting<Address> LISTEN_UI =
      new Setting<>(
          "listen.ui",
          SettingTypes.ADDRESS,
          "127.0.0.1:4319",
          "The user interface, the query APIs, `/metrics`, `/healthz` and `/readyz`.");
  static final Setting<Optional<Address>> LISTEN_ZIPKIN =
      new Setting<>(
          "listen.zipkin",
          SettingTypes.ADDRESS_OR_OFF,
          "off",
          "A port of its own for Zipkin: `POST /api/v2/spans`, and its query API at the root and under `/zipkin`; by convention 9411. `listen.ui` answers the queries under `/zipkin` in any case.");
  static final Setting<Optional<Address>> LISTEN_JAEGER =
      new Setting<>(
          "listen.jaeger",
          SettingTypes.ADDRESS_OR_OFF,
          "off",
          "A port of its own for Jaeger's query API over HTTP; by convention 16686. `listen.ui` answers it under `/jaeger` in any case.");
  static final Setting<Optional<Address>> LISTEN_SAMPLING =
      new Setting<>(
          "listen.sampling",
          SettingTypes.ADDRESS_OR_OFF,
          "off",
          "A port of its own for Jaeger's remote sampling over HTTP, at any path; by convention 5778. `listen.ui` answers it at `/sampling` in any case.");
  static final Setting<Optional<Address>> LISTEN_SAMPLING_GRPC =
      new Setting<>(
          "listen.sampling-grpc",
          SettingTypes.ADDRESS_OR_OFF,
          "off",
          "A port of its own for Jaeger's remote sampling over gRPC; by convention 14250. `listen.grpc` answers it in any case.");
  static final Setting<Optional<Address>> LISTEN_TEMPO =
      new Setting<>(
          "listen.tempo",
          SettingTypes.ADDRESS_OR_OFF,
          "off",
          "A port of its own for Tempo's API at its root, with streaming over gRPC, as Grafana's data source has it; by convention 3200. `listen.ui` answers it under `/tempo` in any case.");

  static final Setting<Path> DATA_DIR =
      new Setting<>(
          "data.dir",
          SettingTypes.PATH,
          "data",
          "The folder that holds journal and store. Relative to where the server was started.");

  static final Setting<Long> RECEIVE_BODY_BYTES_MAX =
      new Setting<>(
          "receive.body-bytes-max",
          SettingTypes.BYTES_TYPE.where(n -> n >= 1024 && n <= 1 << 30, "1KiB to 1GiB"),
          "64MiB",
          "A larger request is refused, measured before and after decompression.");
  static final Setting<Long> RECEIVE_SPAN_BYTES_MAX =
      new Setting<>(
          "receive.span-bytes-max",
          SettingTypes.BYTES_TYPE.where(n -> n >= 256 && n <= 1 << 30, "256 bytes to 1GiB"),
          "16MiB",
          "A span whose encoded form is larger is refused.");
  static final Setting<Duration> RECEIVE_MAX_AGE =
      new Setting<>(
          "receive.max-age",
          SettingTypes.DURATION_TYPE,
          "7d",
          "A span that started longer ago is refused.");
  static final Setting<Duration> RECEIVE_MAX_FUTURE =
      new Setting<>(
          "receive.max-future",
          SettingTypes.DURATION_TYPE,
          "1h",
          "A span that starts later than now plus this is refused.");
  static final Setting<Integer> RECEIVE_THREADS =
      new Setting<>(
          "receive.threads",
          SettingTypes.COUNT.where(n -> n <= 256, "1 to 256"),
          "2",
          "How many threads decode requests.");
  static final Setting<Integer> RECEIVE_QUEUE_REQUESTS =
      new Setting<>(
          "receive.queue-requests",
          SettingTypes.COUNT,
          "1024",
          "How many requests may wait for a thread; further ones are told to try again.");
  static final Setting<Long> RECEIVE_QUEUE_BYTES =
      new Setting<>(
          "receive.queue-bytes",
          SettingTypes.BYTES_TYPE.where(n -> n >= 1024, "at least 1KiB"),
          "96MiB",
          "How many bytes of request bodies may be in memory at once, those that are still arriving included; further ones wait in line, unread, for `receive.queue-wait`. At least `receive.body-bytes-max`.");
  static final Setting<Duration> RECEIVE_QUEUE_WAIT =
      new Setting<>(
          "receive.queue-wait",
          SettingTypes.DURATION_TYPE.where(
              d -> d.compareTo(Duration.ofSeconds(10)) <= 0, "at most 10s"),
          "1s",
          "How long a request waits for room in `receive.queue-bytes` before it is told to try again; 0s for at once. One may stand in line for every 256KiB of `receive.queue-bytes`.");
  static final Setting<List<String>> RECEIVE_CORS_ORIGINS =
      new Setting<>(
          "receive.cors-origins",
          SettingTypes.LIST,
          "",
          "Origins whose web pages may send spans to `listen.http`, separated by commas; `*` for all.");

  static final Setting<Fsync> JOURNAL_FSYNC =
      new Setting<>(
          "journal.fsync",
          SettingTypes.oneOf(Fsync.class),
          "interval",
          "When accepted requests are forced to the device: before each acknowledgement, every `journal.fsync-interval`, or when the operating system likes. A crash of the server alone loses nothing under any of them.");
  static final Setting<Duration> JOURNAL_FSYNC_INTERVAL =
      new Setting<>(
          "journal.fsync-interval",
          SettingTypes.DURATION_TYPE.where(d -> !d.isZero(), "more than 0"),
          "200ms",
          "How much a power failure may cost under `journal.fsync` `interval`.");
  static final Setting<Duration> JOURNAL_MAX_AGE =
      new Setting<>(
          "journal.max-age",
          SettingTypes.DURATION_TYPE,
          "30m",
          "Journal segments that recovery no longer needs are removed when older.");
  static final Setting<Long> JOURNAL_MAX_BYTES =
      new Setting<>(
          "journal.max-bytes",
          SettingTypes.BYTES_TYPE.where(n -> n >= 128 << 20, "at least 128MiB"),
          "4GiB",
          "Journal segments that recovery no longer needs are removed above this; where what it needs alone is as much, exports are told to try again.");

  static final Setting<Double> SAMPLING_BASELINE =
      new Setting<>(
          "sampling.baseline",
          SettingTypes.PROBABILITY,
          "1.0",
          "The share of traces that is stored, chosen by trace id; 1.0 stores every one.");
  static final Setting<Optional<Path>> SAMPLING_POLICY =
      new Setting<>(
          "sampling.policy",
          SettingTypes.PATH_OR_OFF,
          "off",
          "A YAML file with the sampling policy (docs/sampling.md), looked at each second and put in force when it has changed. A wrong one is told in the log and at `/api/v1/policy`, and the policy before stays. A policy that is set over the API later than the file was written holds instead. `off` is the built-in policy.");
  static final Setting<Duration> DECISION_QUIET =
      new Setting<>(
          "decision.quiet",
          SettingTypes.DURATION_TYPE.where(d -> !d.isZero(), "more than 0"),
          "2s",
          "A trace is decided once its root has ended and it has been quiet for so long.");
  static final Setting<Duration> DECISION_TIMEOUT =
      new Setting<>(
          "decision.timeout",
          SettingTypes.DURATION_TYPE.where(d -> !d.isZero(), "more than 0"),
          "30s",
          "A trace is decided at the latest so long after its first span.");
  static final Setting<Long> DECISION_BUFFER_BYTES =
      new Setting<>(
          "decision.buffer-bytes",
          SettingTypes.BYTES_TYPE.where(
              n -> n >= BufferLimits.BYTES_MIN, "at least " + BufferLimits.BYTES_MIN + " bytes"),
          "160MiB",
          "How much memory spans may take while they wait for the decision on their trace; when it is full the oldest traces are decided early. About 90 bytes a span beside its encoded form.");
  static final Setting<Integer> DECISION_TRACE_SPANS_MAX =
      new Setting<>(
          "decision.trace-spans-max",
          SettingTypes.COUNT,
          "50000",
          "A trace with so many spans is decided at once; those that come later follow the decision.");
  static final Setting<Long> DECISION_TRACE_BYTES_MAX =
      new Setting<>(
          "decision.trace-bytes-max",
          SettingTypes.BYTES_TYPE,
          "16MiB",
          "A trace with so many bytes of spans is decided at once; those that come later follow the decision.");
  static final Setting<Duration> DECISION_LOG_MAX_AGE =
      new Setting<>(
          "decision.log-max-age",
          SettingTypes.DURATION_TYPE.where(d -> d.toMinutes() >= 1, "at least 1m"),
          "24h",
          "How long it is known what was decided about a trace, kept or dropped. Removed by the hour or so.");
  static final Setting<Long> DECISION_LOG_MAX_BYTES =
      new Setting<>(
          "decision.log-max-bytes",
          SettingTypes.BYTES_TYPE.where(n -> n >= 16 << 20, "at least 16MiB"),
          "1GiB",
          "The oldest decisions are removed when their log takes more; about 48 bytes each.");

  static final Setting<OptionalDouble> HEAD_MAX_SPANS_PER_SECOND =
      new Setting<>(
          "head.max-spans-per-second",
          SettingTypes.RATE_OR_OFF,
          "off",
          "While more spans arrive, SDKs that ask for their sampling are told lower probabilities, all by one factor. Set anew every two minutes, since SDKs ask once a minute.");

  static final Setting<Optional<URI>> FORWARD_ENDPOINT =
      new Setting<>(
          "forward.endpoint",
          SettingTypes.URL_OR_OFF,
          "off",
          "An OTLP endpoint that spans are sent on to, such as `http://collector:4318`, or with `forward.protocol` `grpc` `http://collector:4317`; `https` for TLS. `/v1/traces` is added for HTTP.");
  static final Setting<ForwardOptions.Protocol> FORWARD_PROTOCOL =
      new Setting<>(
          "forward.protocol", SettingTypes.FORWARD_PROTOCOL, "http/protobuf", "How they travel.");
  static final Setting<Forward.What> FORWARD_WHAT =
      new Setting<>(
          "forward.what",
          SettingTypes.oneOf(Forward.What.class),
          "kept",
          "Which spans are sent on: those that sampling keeps, whose trace state then says their probability (`ot=th:…`), or all that are accepted, as they came.");
  static final Setting<Map<String, String>> FORWARD_HEADERS =
      new Setting<>(
          "forward.headers",
          SettingTypes.HEADERS,
          "",
          "Headers of every request, written `name=value` with commas between, as in `OTEL_EXPORTER_OTLP_HEADERS`: values may be percent-encoded.");
  static final Setting<Forward.Compression> FORWARD_COMPRESSION =
      new Setting<>(
          "forward.compression",
          SettingTypes.oneOf(Forward.Compression.class),
          "gzip",
          "How bodies are compressed.");
  static final Setting<Long> FORWARD_QUEUE_BYTES =
      new Setting<>(
          "forward.queue-bytes",
          SettingTypes.BYTES_TYPE.where(n -> n >= 1 << 20 && n <= 1 << 30, "1MiB to 1GiB"),
          "32MiB",
          "How many bytes of spans may wait or be on the way, before compression; further ones are not sent on, and counted. They lie in memory: a crash loses them for the other endpoint, though not here.");

  static final Setting<Duration> PUSH_INTERVAL =
      new Setting<>(
          "push.interval",
          SettingTypes.DURATION_TYPE.where(d -> d.toMillis() >= 100, "at least 100ms"),
          "15s",
          "How often metrics are sent to the endpoints below.");
  static final Setting<String> PUSH_INSTANCE =
      new Setting<>(
          "push.instance",
          SettingTypes.TEXT,
          "",
          "What tells the metrics of this server apart from another's: the label `instance`, or `service.instance.id`. Empty for the name of the host.");
  static final Setting<Long> PUSH_QUEUE_BYTES =
      new Setting<>(
          "push.queue-bytes",
          SettingTypes.BYTES_TYPE.where(n -> n >= 1 << 20 && n <= 1 << 30, "1MiB to 1GiB"),
          "16MiB",
          "How much memory metrics may take, for each endpoint, while they wait or are on the way; further ones are not sent, and counted.");
  static final Setting<Optional<URI>> PUSH_OTLP_ENDPOINT =
      new Setting<>(
          "push.otlp.endpoint",
          SettingTypes.URL_OR_OFF,
          "off",
          "An OTLP endpoint that metrics are sent to over HTTP, such as `http://collector:4318`; `/v1/metrics` is added.");
  static final Setting<Map<String, String>> PUSH_OTLP_HEADERS =
      new Setting<>(
          "push.otlp.headers",
          SettingTypes.HEADERS,
          "",
          "Headers of every request, written as in `forward.headers`.");
  static final Setting<Optional<URI>> PUSH_REMOTE_WRITE_ENDPOINT =
      new Setting<>(
          "push.remote-write.endpoint",
          SettingTypes.URL_OR_OFF,
          "off",
          "The whole URL of a Prometheus remote write receiver that metrics are sent to, such as `http://prometheus:9090/api/v1/write`.");
  static final Setting<Map<String, String>> PUSH_REMOTE_WRITE_HEADERS =
      new Setting<>(
          "push.remote-write.headers",
          SettingTypes.HEADERS,
          "",
          "Headers of every request, written as in `forward.headers`.");

  static final Setting<Duration> STORE_SEAL_AGE =
      new Setting<>(
          "store.seal-age",
          SettingTypes.DURATION_TYPE.where(d -> !d.isZero(), "more than 0"),
          "10m",
          "Spans in memory are written to a file when the oldest of them has waited so long.");
  static final Setting<Integer> STORE_SEAL_SPANS =
      new Setting<>(
          "store.seal-spans",
          SettingTypes.COUNT,
          "500000",
          "Spans in memory are written to a file when there are so many, or when they take a sixth of the heap.");

  static final Setting<Duration> RETENTION_MAX_AGE =
      new Setting<>(
          "retention.max-age",
          SettingTypes.DURATION_TYPE,
          "14d",
          "Stored spans are removed when older.");
  static final Setting<Long> RETENTION_MAX_BYTES =
      new Setting<>(
          "retention.max-bytes",
          SettingTypes.BYTES_TYPE,
          "20GiB",
          "The oldest stored spans are removed when files and indexes together take more.");

  static final Setting<Duration> ROLLUPS_RETENTION_10S =
      new Setting<>(
          "rollups.retention-10s",
          SettingTypes.DURATION_TYPE.where(d -> d.toHours() >= 1, "at least 1h"),
          "2d",
          "Rollups of ten seconds, which answer `/api/v1/metrics`, are removed when older.");
  static final Setting<Duration> ROLLUPS_RETENTION_1M =
      new Setting<>(
          "rollups.retention-1m",
          SettingTypes.DURATION_TYPE.where(d -> d.toHours() >= 1, "at least 1h"),
          "90d",
          "Rollups of a minute and of an hour are removed when older.");
  static final Setting<Long> ROLLUPS_MAX_BYTES =
      new Setting<>(
          "rollups.max-bytes",
          SettingTypes.BYTES_TYPE.where(n -> n >= 16 << 20, "at least 16MiB"),
          "4GiB",
          "The oldest rollups are removed when all together take more.");

  /// In the order of the documentation.
  static final Setting<Optional<Path>> SQL_DRIVER =
      new Setting<>(
          "sql.driver",
          SettingTypes.PATH_OR_OFF,
          "off",
          "The jar of DuckDB's JDBC driver (`org.duckdb:duckdb_jdbc`), which is not part of Hopwise; with it `/api/v1/sql` answers read-only SQL, each statement in a process of its own (docs/sql.md). `off` answers no SQL.");

  static final List<Setting<?>> ALL =
      List.of(
          LISTEN_GRPC,
          LISTEN_HTTP,
          LISTEN_UI,
          LISTEN_ZIPKIN,
          LISTEN_JAEGER,
          LISTEN_SAMPLING,
          LISTEN_SAMPLING_GRPC,
          LISTEN_TEMPO,
          DATA_DIR,
          RECEIVE_BODY_BYTES_MAX,
          RECEIVE_SPAN_BYTES_MAX,
          RECEIVE_MAX_AGE,
          RECEIVE_MAX_FUTURE,
          RECEIVE_THREADS,
          RECEIVE_QUEUE_REQUESTS,
          RECEIVE_QUEUE_BYTES,
          RECEIVE_QUEUE_WAIT,
          RECEIVE_CORS_ORIGINS,
          JOURNAL_FSYNC,
          JOURNAL_FSYNC_INTERVAL,
          JOURNAL_MAX_AGE,
          JOURNAL_MAX_BYTES,
          SAMPLING_BASELINE,
          SAMPLING_POLICY,
          DECISION_QUIET,
          DECISION_TIMEOUT,
          DECISION_BUFFER_BYTES,
          DECISION_TRACE_SPANS_MAX,
          DECISION_TRACE_BYTES_MAX,
          DECISION_LOG_MAX_AGE,
          DECISION_LOG_MAX_BYTES,
          HEAD_MAX_SPANS_PER_SECOND,
          FORWARD_ENDPOINT,
          FORWARD_PROTOCOL,
          FORWARD_WHAT,
          FORWARD_HEADERS,
          FORWARD_COMPRESSION,
          FORWARD_QUEUE_BYTES,
          PUSH_INTERVAL,
          PUSH_INSTANCE,
          PUSH_QUEUE_BYTES,
          PUSH_OTLP_ENDPOINT,
          PUSH_OTLP_HEADERS,
          PUSH_REMOTE_WRITE_ENDPOINT,
          PUSH_REMOTE_WRITE_HEADERS,
          STORE_SEAL_AGE,
          STORE_SEAL_SPANS,
          RETENTION_MAX_AGE,
          RETENTION_MAX_BYTES,
          ROLLUPS_RETENTION_10S,
          ROLLUPS_RETENTION_1M,
          ROLLUPS_MAX_BYTES,
          SQL_DRIVER);

  private Settings() {}
}
