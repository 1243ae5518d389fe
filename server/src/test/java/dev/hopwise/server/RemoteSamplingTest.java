package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import dev.hopwise.sample.HeadPolicy;
import dev.hopwise.sample.head.HeadWindow;
import dev.hopwise.traceql.TraceQl;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Jaeger's remote sampling, byte by byte.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteSamplingTest {

  private static final String METHOD = "/jaeger.api_v2.SamplingManager/GetSamplingStrategy";

  private volatile HeadPolicy policy = policy();
  private volatile List<HeadWindow> windows = List.of();
  private RunningServer running;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    running =
        new RunningServer(
            folder,
            new HeadView(() -> policy, () -> windows),
            "listen.sampling=127.0.0.1:0",
            "listen.sampling-grpc=127.0.0.1:0");
  }

  @AfterAll
  void close() {
    running.close();
  }

  @BeforeEach
  void reset() {
    policy = policy();
    windows = List.of();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen.ui /sampling",
        "listen.ui /api/sampling",
        "listen.sampling /",
        "listen.sampling /sampling",
        "listen.sampling /api/sampling"
      })
  void answersOverHttpWhereClientsAsk(String where) throws Exception {
    Wire.Answer answer = get(where, "?service=orders");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("content-type")).isEqualTo("application/json");
    assertThat(answer.text())
        .isEqualTo(
            "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.25}}");
  }

  @Test
  void writesOperationsAsJaegerDoes() throws Exception {
    Wire.Answer answer = get("listen.ui /sampling", "?service=gateway");
    assertThat(answer.text())
        .isEqualTo(
            "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.5},"
                + "\"operationSampling\":{\"defaultSamplingProbability\":0.5,"
                + "\"defaultLowerBoundTracesPerSecond\":0,\"perOperationStrategies\":["
                + "{\"operation\":\"GET /healthz\",\"probabilisticSampling\":{\"samplingRate\":0}},"
                + "{\"operation\":\"sync\",\"probabilisticSampling\":{\"samplingRate\":1}}],"
                + "\"defaultUpperBoundTracesPerSecond\":0}}");
    JaegerSampling.assertStrict(
        new ObjectMapper().readTree(answer.text()), JaegerSampling.RESPONSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?service=a&service=b", "?name=a"})
  void refusesWhatDoesNotNameOneService(String query) throws Exception {
    for (String where : List.of("listen.ui /sampling", "listen.sampling /")) {
      Wire.Answer answer = get(where, query);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).isEqualTo("'service' parameter must be provided once\n");
    }
  }

  @Test
  void leavesThePathToThePageWhereABrowserAsksForNoService() throws Exception {
    String html = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";
    assertThat(get("listen.ui /sampling", "", html).text()).doesNotContain("'service' parameter");
    assertThat(get("listen.ui /sampling", "?service=orders", html).text())
        .contains("\"samplingRate\":0.25");
    assertThat(get("listen.sampling /sampling", "", html).status()).isEqualTo(400);
  }

  @Test
  void takesAnEmptyNameForAServiceOfTheDefault() throws Exception {
    assertThat(get("listen.sampling /", "?service=").text()).contains("\"samplingRate\":0.25}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listen.grpc", "listen.sampling-grpc"})
  void answersOverGrpcWhatProtobufReads(String port) throws Exception {
    assertThat(text(ask(port, "gateway")))
        .isEqualTo(
            "probabilisticSampling { samplingRate: 0.5 } operationSampling {"
                + " defaultSamplingProbability: 0.5"
                + " perOperationStrategies { operation: \"GET /healthz\" probabilisticSampling { } }"
                + " perOperationStrategies { operation: \"sync\""
                + " probabilisticSampling { samplingRate: 1.0 } } }");
    assertThat(text(ask(port, "orders"))).isEqualTo("probabilisticSampling { samplingRate: 0.25 }");
    assertThat(text(ask(port, ""))).isEqualTo("probabilisticSampling { samplingRate: 0.25 }");
  }

  @Test
  void leavesOutNoFieldThatTheJavaClientReadsPast() {
    policy = new HeadPolicy(0, services("s", 0, Map.of("op", 0.0)));
    byte[] zero = new byte[8];
    ByteBuffer wanted = ByteBuffer.allocate(64);
    wanted.put(bytes(0x08, 0x00)); // strategyType
    wanted.put(bytes(0x12, 9, 0x09)).put(zero); // probabilisticSampling.samplingRate
    wanted.put(bytes(0x22, 9 + 9 + 2 + 15 + 9)); // operationSampling
    wanted.put(bytes(0x09)).put(zero).put(bytes(0x11)).put(zero); // default, lower bound
    wanted.put(bytes(0x1a, 15, 0x0a, 2, 'o', 'p', 0x12, 9, 0x09)).put(zero); // operation
    wanted.put(bytes(0x21)).put(zero); // upper bound
    byte[] message = message(call("listen.grpc", METHOD, frame(0, JaegerSampling.parameters("s"))));
    assertThat(message).isEqualTo(Arrays.copyOf(wanted.array(), wanted.position()));
  }

  @Test
  void tellsAChangedPolicyAndAnOpenWindowToTheNextWhoAsks() throws Exception {
    policy = new HeadPolicy(0.125, new LinkedHashMap<>());
    assertThat(text(ask("listen.grpc", "gateway"))).contains("samplingRate: 0.125");
    windows =
        List.of(new HeadWindow(TraceQl.parse("{ resource.service.name = \"gateway\" }"), 0.75));
    assertThat(text(ask("listen.grpc", "gateway"))).contains("samplingRate: 0.75");
    assertThat(get("listen.sampling /", "?service=gateway").text()).contains("0.75");
    assertThat(text(ask("listen.grpc", "orders"))).contains("samplingRate: 0.125");
    windows = List.of();
    assertThat(text(ask("listen.grpc", "gateway"))).contains("samplingRate: 0.125");
  }

  @Test
  void refusesWhatIsNoQuestion() {
    assertThat(status(call("listen.sampling-grpc", METHOD, new byte[2]))).isEqualTo("13");
    assertThat(status(call("listen.sampling-grpc", METHOD, frame(0, bytes(0x0a, 0x7f)))))
        .isEqualTo("3");
    assertThat(status(call("listen.sampling-grpc", METHOD, frame(1, new byte[0])))).isEqualTo("13");
    assertThat(
            status(
                call("listen.sampling-grpc", "/jaeger.api_v2.Other/Method", frame(0, new byte[0]))))
        .isEqualTo("12");
  }

  @Test
  void staysClosedOnItsOwnPortsUnlessToldTo(@TempDir Path folder) throws Exception {
    try (RunningServer other = new RunningServer(folder)) {
      assertThat(other.server.addresses())
          .doesNotContainKeys("listen.sampling", "listen.sampling-grpc");
    }
  }

  private static HeadPolicy policy() {
    LinkedHashMap<String, Double> names = new LinkedHashMap<>();
    names.put("GET /healthz", 0.0);
    names.put("sync", 1.0);
    return new HeadPolicy(0.25, services("gateway", 0.5, names));
  }

  private static SequencedMap<String, HeadPolicy.Service> services(
      String name, double probability, Map<String, Double> spanNames) {
    return new LinkedHashMap<>(
        Map.of(name, new HeadPolicy.Service(probability, new LinkedHashMap<>(spanNames))));
  }

  private Wire.Answer get(String where, String query) throws Exception {
    return get(where, query, "");
  }

  private Wire.Answer get(String where, String query, String headers) throws Exception {
    String[] portAndPath = where.split(" ", -1);
    try (Wire wire = new Wire(running.port(portAndPath[0]))) {
      return wire.exchange("GET", portAndPath[1] + query, headers, new byte[0]);
    }
  }

  private DynamicMessage ask(String port, String service) throws Exception {
    return JaegerSampling.response(
        message(call(port, METHOD, frame(0, JaegerSampling.parameters(service)))));
  }

  private AggregatedHttpResponse call(String port, String path, byte[] body) {
    return WebClient.of("h2c://127.0.0.1:" + running.port(port))
        .execute(
            RequestHeaders.of(HttpMethod.POST, path, "content-type", "application/grpc"),
            HttpData.wrap(body))
        .aggregate()
        .join();
  }

  private static byte[] message(AggregatedHttpResponse answer) {
    assertThat(status(answer)).isEqualTo("0");
    byte[] content = answer.content().array();
    return Arrays.copyOfRange(content, 5, content.length);
  }

  private static String status(AggregatedHttpResponse answer) {
    return answer.headers().contains("grpc-status")
        ? answer.headers().get("grpc-status")
        : answer.trailers().get("grpc-status");
  }

  /// Fields that hold their default, as protobuf tells them apart, left out.
  private static String text(DynamicMessage message) {
    return TextFormat.printer().emittingSingleLine(true).printToString(message).strip();
  }

  private static byte[] frame(int flag, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flag)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
