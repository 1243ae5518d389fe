package dev.hopwise.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hopwise.analyze.HopAnalysis;
import dev.hopwise.analyze.HopAnswer;
import dev.hopwise.analyze.HopAnswer.Hop;
import dev.hopwise.analyze.TraceComponents;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.ReceiveLimits;
import dev.hopwise.receive.StandardRequestDecoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the hop comparison over labelled faults (a directory per case: `normal.otlp.jsonl.gz`,
/// `faulty.otlp.jsonl.gz`, `truth.json`), and over random halves of the normal traces, in which
/// nothing changed.
@Command(name = "fault-cases", description = "Ranks the hops of labelled faults.")
final class FaultCases implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--dir", required = true)
  private Path dir;

  @Option(names = "--quantile", defaultValue = "0.95")
  private double quantile;

  @Option(names = "--splits", defaultValue = "0", description = "random halves of each case")
  private int splits;

  @Option(names = "--hops", defaultValue = "1", description = "hops to print of each case")
  private int printed;

  private int cases;
  private int firsts;
  private int alarms;

  @Override
  public Integer call() throws IOException {
    List<Path> found;
    try (Stream<Path> list = Files.list(dir)) {
      found = list.filter(path -> Files.exists(path.resolve("truth.json"))).sorted().toList();
    }
    for (Path one : found) {
      run(one);
    }
    System.out.printf("expected first: %d of %d%n", firsts, cases);
    if (splits > 0) {
      System.out.printf("false alarms: %d of %d%n", alarms, cases * splits);
    }
    return 0;
  }

  private void run(Path one) throws IOException {
    JsonNode truth = JSON.readTree(one.resolve("truth.json").toFile());
    String expected = truth.at("/expected/rootCauseService").asText();
    long time = Long.parseLong(truth.at("/fault/injectTimeUnixNano").asText());
    List<TraceComponents> normal = load(one.resolve("normal.otlp.jsonl.gz"), time);
    List<TraceComponents> faulty = load(one.resolve("faulty.otlp.jsonl.gz"), time);
    long started = System.nanoTime();
    HopAnswer answer = HopAnalysis.compare(normal, faulty, quantile);
    long millis = (System.nanoTime() - started) / 1_000_000;
    cases++;
    int rank = rank(answer, expected);
    firsts += rank == 1 ? 1 : 0;
    System.out.printf(
        "%s rank=%d verdict=%s change=%.1f ms mix=%.1f unexplained=%.1f n=%d/%d %d ms%n",
        one.getFileName(),
        rank,
        answer.verdict(),
        answer.change().valueNanos() / 1e6,
        answer.mixNanos() / 1e6,
        answer.unexplainedNanos() / 1e6,
        normal.size(),
        faulty.size(),
        millis);
    answer.hops().stream().limit(printed).forEach(FaultCases::print);
    Random random = new Random(time);
    for (int i = 0; i < splits; i++) {
      List<TraceComponents> half = new ArrayList<>();
      List<TraceComponents> rest = new ArrayList<>();
      normal.forEach(trace -> (random.nextBoolean() ? half : rest).add(trace));
      alarms +=
          HopAnalysis.compare(half, rest, quantile).verdict() == HopAnswer.Verdict.NONE ? 0 : 1;
    }
  }

  private static void print(Hop hop) {
    System.out.printf(
        "  %d %s %s -> %s (%s) blames %s %s p: %.1f [%.1f, %.1f] mean: %.1f [%.1f, %.1f]%n",
        hop.rank(),
        hop.component().kind().text(),
        hop.component().service(),
        hop.component().callee(),
        hop.operation(),
        hop.culprit(),
        hop.significant() ? "*" : "",
        hop.contribution().valueNanos() / 1e6,
        hop.contribution().lowNanos() / 1e6,
        hop.contribution().highNanos() / 1e6,
        hop.meanNanos().valueNanos() / 1e6,
        hop.meanNanos().lowNanos() / 1e6,
        hop.meanNanos().highNanos() / 1e6);
  }

  /// Among the blamed services, each counted once; 0 when it is not among them.
  private static int rank(HopAnswer answer, String expected) {
    List<String> blamed = answer.hops().stream().map(Hop::culprit).distinct().toList();
    return blamed.indexOf(expected) + 1;
  }

  private static List<TraceComponents> load(Path file, long aroundEpochNanos) throws IOException {
    ReceiveLimits limits =
        new ReceiveLimits(
            1 << 28, ReceiveLimits.DEFAULT.spanBytesMax(), Duration.ofDays(7), Duration.ofDays(1));
    Map<TraceId, List<Span>> traces = new LinkedHashMap<>();
    SpanDecoder spans = new SpanDecoder();
    try (StandardRequestDecoder decoder = new StandardRequestDecoder(limits);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        byte[] body = line.getBytes(StandardCharsets.UTF_8);
        DecodeResult result =
            decoder.decode(
                BodyFormat.OTLP_JSON,
                BodyEncoding.IDENTITY,
                body,
                0,
                body.length,
                aroundEpochNanos);
        if (!(result instanceof DecodeResult.Decoded decoded) || decoded.refusedCount() > 0) {
          throw new IOException(file + " holds what is not accepted: " + result);
        }
        for (Span span : spans.decode(decoded.batch())) {
          traces.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span);
        }
      }
    }
    return traces.values().stream()
        .map(trace -> TraceComponents.of(SpanTree.of(trace), 1))
        .flatMap(Optional::stream)
        .toList();
  }
}
