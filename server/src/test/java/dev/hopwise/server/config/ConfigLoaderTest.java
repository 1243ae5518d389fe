package dev.hopwise.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.sample.buffer.BufferLimits;
import dev.hopwise.sample.record.DecisionLogOptions;
import dev.hopwise.server.deliver.Retries;
import dev.hopwise.server.forward.ForwardOptions;
import dev.hopwise.server.push.PushOptions;
import dev.hopwise.store.rollup.RollupRetention;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

  @TempDir Path folder;

  @Test
  void bindsToTheLoopbackAddressOnlyUnlessToldOtherwise() throws ConfigException {
    ServerConfig config = ConfigLoader.load(null, Map.of(), List.of());
    assertThat(config.listen().grpc()).isEqualTo(new Address("127.0.0.1", 4317));
    assertThat(config.listen().http()).isEqualTo(new Address("127.0.0.1", 4318));
    assertThat(config.listen().ui()).isEqualTo(new Address("127.0.0.1", 4319));
    assertThat(config.listen().zipkin()).isEmpty();
    assertThat(config.receive().limits()).isEqualTo(ReceiveLimits.DEFAULT);
    assertThat(config.sampling().baseline()).isEqualTo(1.0);
  }

  @Test
  void readsEverySetting() throws ConfigException, IOException {
    Path file =
        write(
            """
            listen: {grpc: "0.0.0.0:1", http: "[::1]:2", ui: "localhost:0", jaeger: "127.0.0.1:16686", zipkin: "127.0.0.1:9411",
                     sampling: "127.0.0.1:5778", sampling-grpc: "127.0.0.1:14250", tempo: "127.0.0.1:3200"}
            data.dir: /tmp/somewhere
            receive:
              body-bytes-max: 1MiB
              span-bytes-max: 64KiB
              max-age: 36h
              max-future: 5m
              threads: 3
              queue-requests: 7
              queue-bytes: 2MiB
              queue-wait: 250ms
              cors-origins: [https://a.example, https://b.example]
            journal: {fsync: always, fsync-interval: 50ms, max-age: 1h, max-bytes: 1GiB}
            sampling: {baseline: 0.25, policy: policy.yaml}
            decision: {quiet: 1500ms, timeout: 20s, buffer-bytes: 64MiB, trace-spans-max: 500, trace-bytes-max: 1MiB,
                       log-max-age: 2h, log-max-bytes: 64MiB}
            head: {max-spans-per-second: 1234.5}
            forward: {endpoint: "https://backend.example/otlp", protocol: grpc, what: all,
                      headers: "X-Key=a%2Cb, y = z", compression: none, queue-bytes: 2MiB}
            push: {interval: 5s, instance: one, queue-bytes: 3MiB,
                   otlp: {endpoint: "http://collector:4318", headers: "a=1"},
                   remote-write: {endpoint: "http://prometheus:9090/api/v1/write", headers: "b=2"}}
            store: {seal-age: 90s, seal-spans: 1234}
            retention: {max-age: 30d, max-bytes: 1TiB}
            rollups: {retention-10s: 3h, retention-1m: 5d, max-bytes: 1GiB}
            sql.driver: /opt/duckdb.jar
            """);
    assertThat(ConfigLoader.load(file, Map.of(), List.of()))
        .isEqualTo(
            new ServerConfig(
                new ServerConfig.Listen(
                    new Address("0.0.0.0", 1),
                    new Address("::1", 2),
                    new Address("localhost", 0),
                    Optional.of(new Address("127.0.0.1", 9411)),
                    Optional.of(new Address("127.0.0.1", 16686)),
                    Optional.of(new Address("127.0.0.1", 5778)),
                    Optional.of(new Address("127.0.0.1", 14250)),
                    Optional.of(new Address("127.0.0.1", 3200))),
                Path.of("/tmp/somewhere"),
                new ServerConfig.Receive(
                    new ReceiveLimits(
                        1 << 20, 64 << 10, Duration.ofHours(36), Duration.ofMinutes(5)),
                    3,
                    7,
                    2 << 20,
                    Duration.ofMillis(250),
                    List.of("https://a.example", "https://b.example")),
                new ServerConfig.JournalConfig(
                    ServerConfig.Fsync.ALWAYS, Duration.ofMillis(50), Duration.ofHours(1), 1 << 30),
                new ServerConfig.Sampling(
                    0.25,
                    Optional.of(Path.of("policy.yaml")),
                    new BufferLimits(64 << 20, 500, 1 << 20, 1_500_000_000L, 20_000_000_000L),
                    new DecisionLogOptions(Duration.ofHours(2), 64 << 20)),
                new ServerConfig.Head(OptionalDouble.of(1234.5)),
                Optional.of(
                    new ServerConfig.Forward(
                        ServerConfig.Forward.What.ALL,
                        ForwardOptions.of(
                            URI.create("https://backend.example/otlp"),
                            ForwardOptions.Protocol.GRPC,
                            Map.of("x-key", "a,b", "y", "z"),
                            false,
                            2 << 20))),
                new PushOptions(
                    Duration.ofSeconds(5),
                    "one",
                    3 << 20,
                    Retries.DEFAULT,
                    Optional.of(
                        new PushOptions.Target(
                            URI.create("http://collector:4318"), Map.of("a", "1"))),
                    Optional.of(
                        new PushOptions.Target(
                            URI.create("http://prometheus:9090/api/v1/write"), Map.of("b", "2")))),
                new ServerConfig.Store(Duration.ofSeconds(90), 1234, Duration.ofDays(30), 1L << 40),
                new RollupRetention(Duration.ofHours(3), Duration.ofDays(5), 1L << 30),
                Optional.of(Path.of("/opt/duckdb.jar"))));
  }

  @Test
  void sendsNothingOnUnlessToldTo() throws ConfigException {
    ServerConfig defaults = ConfigLoader.load(null, Map.of(), List.of());
    assertThat(defaults.forward()).isEmpty();
    assertThat(defaults.push().isOn()).isFalse();
  }

  @Test
  void neverRepeatsHeadersInAProblem() {
    assertThatThrownBy(
            () -> ConfigLoader.load(null, Map.of(), List.of("forward.headers=key=geheim\u00fc")))
        .hasMessageContaining("forward.headers")
        .hasMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector:4317",
        "ftp://collector",
        "http://user:secret@collector",
        "http://collector/?a=b",
        "http:///v1/traces",
      })
  void refusesAnEndpointThatIsNoPlainUrl(String url) {
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), List.of("forward.endpoint=" + url)))
        .hasMessageContaining("expected off, or a URL such as");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:4318", "http://127.0.0.1:4317", "http://[::1]:4318/x"})
  void refusesToSendSpansToItself(String url) {
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), List.of("forward.endpoint=" + url)))
        .hasMessageContaining("this server itself");
  }

  @Test
  void letsTheCommandLineWinOverTheEnvironmentAndThatOverTheFile()
      throws ConfigException, IOException {
    Path file = write("receive.max-age: 1d\nreceive.max-future: 1m\nsampling.baseline: 0.1\n");
    ServerConfig config =
        ConfigLoader.load(
            file,
            Map.of("HOPWISE_RECEIVE_MAX_AGE", "2d", "HOPWISE_RECEIVE_MAX_FUTURE", "2m"),
            List.of("receive.max-age=3d"));
    assertThat(config.receive().limits().maxAge()).isEqualTo(Duration.ofDays(3));
    assertThat(config.receive().limits().maxFuture()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.sampling().baseline()).isEqualTo(0.1);
  }

  @Test
  void reportsEveryProblemAtOnce() throws IOException {
    Path file = write("listen.grcp: 127.0.0.1:1\njournal.fsync: sometimes\n");
    ConfigException problem =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                ConfigLoader.load(
                    file,
                    Map.of("HOPWISE_RECEIVE_MAX_AEG", "1d", "HOPWISE_SAMPLING_BASELINE", "2"),
                    List.of("receive.max-age=soon", "nonsense", "listen.ui=127.0.0.1:99999")));
    assertThat(problem.problems())
        .containsExactly(
            file + ": there is no setting 'listen.grcp' (did you mean 'listen.grpc'?)",
            file + ": journal.fsync = 'sometimes': expected one of always, interval, never",
            "environment HOPWISE_RECEIVE_MAX_AEG: there is no such setting",
            "environment HOPWISE_SAMPLING_BASELINE: sampling.baseline = '2': expected a number from"
                + " 0 to 1",
            "--set: receive.max-age = 'soon': expected a duration such as 500ms, 90s, 10m, 12h or"
                + " 7d",
            "--set nonsense: expected key=value",
            "--set: listen.ui = '127.0.0.1:99999': port '99999' is not within 0 to 65535");
  }

  @Test
  void leavesVariablesAloneThatOthersSetForAServiceOfThisName() throws ConfigException {
    ConfigLoader.load(null, Map.of("HOPWISE_PORT", "tcp://10.0.0.1:4317"), List.of());
  }

  @Test
  void refusesAQueueThatCannotHoldTheLargestRequest() {
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), List.of("receive.queue-bytes=1MiB")))
        .hasMessageContaining("the largest request could never be taken");
  }

  @Test
  void saysWhichLineOfAFileIsNoYaml() throws IOException {
    Path file = write("listen:\n  grpc: [unclosed\n");
    assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), List.of()))
        .hasMessageContaining("line ");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatThrownBy(() -> ConfigLoader.load(folder.resolve("absent.yaml"), Map.of(), List.of()))
        .hasMessageContaining("absent.yaml: cannot be read");
  }

  @Test
  void takesAnEmptyFileForNoSettings() throws ConfigException, IOException {
    assertThat(ConfigLoader.load(write(""), Map.of(), List.of()))
        .isEqualTo(ConfigLoader.load(null, Map.of(), List.of()));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("hopwise.yaml"), text);
  }
}
