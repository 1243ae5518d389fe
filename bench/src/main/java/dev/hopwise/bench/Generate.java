package dev.hopwise.bench;

import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.SpanEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes the data set D1 as OTLP requests whose spans lie in the recent past, and a sample of its
/// trace ids.
@Command(name = "generate", description = "Writes the data set as pre-encoded OTLP requests.")
final class Generate implements Callable<Integer> {

  /// Spans are emitted in end-time order within windows of this many, as concurrent exporters do.
  private static final int WINDOW_SPANS = 20_000;

  private static final int TRACE_ID_EVERY = 97;

  @Option(names = "--spans", defaultValue = "5000000")
  private long spans;

  @Option(names = "--per-request", defaultValue = "512")
  private int perRequest;

  @Option(names = "--seed", defaultValue = "42")
  private long seed;

  @Option(
      names = "--minutes",
      defaultValue = "55",
      description = "the spans end now and start this long ago")
  private long minutes;

  @Option(
      names = "--out",
      required = true,
      description = "file of requests; trace ids go to FILE.ids")
  private Path out;

  @Option(names = "--wide", description = "spans of 2 KB with 40 unique attributes instead of D1")
  private boolean wide;

  @Override
  public Integer call() throws IOException {
    LongFunction<List<Span>> source =
        wide ? new WideSpans(seed)::nextTrace : new ShopSpans(seed)::nextTrace;
    long lengthNanos = Duration.ofMinutes(minutes).toNanos();
    long from = System.currentTimeMillis() * 1_000_000L - lengthNanos;
    long written = 0;
    long bytes = 0;
    long traces = 0;
    try (RequestFile.Writer file = new RequestFile.Writer(out);
        PrintWriter ids = new PrintWriter(Files.newBufferedWriter(Path.of(out + ".ids")))) {
      while (written < spans) {
        List<Span> window = new ArrayList<>();
        while (window.size() < WINDOW_SPANS && written + window.size() < spans) {
          double share = (double) (written + window.size()) / spans;
          List<Span> trace = source.apply(from + (long) (lengthNanos * share));
          if (traces++ % TRACE_ID_EVERY == 0) {
            ids.println(trace.getFirst().traceId().hex() + " " + trace.size());
          }
          window.addAll(trace);
        }
        window.sort(Comparator.comparingLong(Span::endEpochNanos));
        bytes += write(file, window);
        written += window.size();
      }
    }
    System.out.printf(
        "%,d spans, %,d traces, %.1f spans a trace, %.1f bytes a span -> %s%n",
        written, traces, (double) written / traces, (double) bytes / written, out);
    return 0;
  }

  private long write(RequestFile.Writer file, List<Span> window) throws IOException {
    long bytes = 0;
    for (int i = 0; i < window.size(); i += perRequest) {
      List<Span> part = window.subList(i, Math.min(window.size(), i + perRequest));
      byte[] body = SpanEncoder.encode(part);
      file.write(part.size(), body);
      bytes += body.length;
    }
    return bytes;
  }
}
