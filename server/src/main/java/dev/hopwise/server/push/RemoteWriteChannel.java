package dev.hopwise.server.push;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import dev.hopwise.server.deliver.Answer;
import dev.hopwise.server.deliver.Channel;
import dev.hopwise.server.deliver.HttpAnswers;
import dev.hopwise.server.deliver.HttpConnection;
import io.airlift.compress.snappy.SnappyCompressor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Prometheus remote write: 2.0, and 1.0 to a receiver that knows no other, for good.
///
/// Such a receiver says 415; or it does not look at the content type, takes nothing from a message
/// it cannot read, and says so by a success without the headers that tell what was written.
///
/// Source: Prometheus remote write 2.0 specification, "Protocol" and "Required Written Response
/// Headers".
final class RemoteWriteChannel implements Channel<MetricChunk> {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteChannel.class);

  private static final String WRITTEN = "x-prometheus-remote-write-%s-written";
  private static final Answer ONLY_V1 = new Answer.Refused("remote write 2.0 is not known");

  private final PushOptions.Target target;
  private final RemoteWriteV1 v1;
  private final RemoteWriteV2 v2;
  private final HttpAnswers answers;
  private final HttpConnection connection;
  private volatile boolean speaksV2 = true;

  /// @param external labels of every series
  RemoteWriteChannel(
      PushOptions.Target target,
      Map<String, String> external,
      String userAgent,
      Duration attempt,
      InstantSource clock) {
    this.target = target;
    this.v1 = new RemoteWriteV1(external);
    this.v2 = new RemoteWriteV2(external);
    this.answers = new HttpAnswers(clock);
    this.connection =
        new HttpConnection(HttpConnection.http1(target.endpoint()), userAgent, attempt);
  }

  @Override
  public Request prepare(List<MetricChunk> chunks, int bytes) {
    return () -> send(chunks);
  }

  @Override
  public void close() {
    connection.close();
  }

  private Answer send(List<MetricChunk> chunks) throws InterruptedException {
    if (speaksV2) {
      int points = chunks.stream().mapToInt(chunk -> chunk.points().size()).sum();
      Answer answer =
          send(
              v2.encode(chunks),
              "application/x-protobuf;proto=io.prometheus.write.v2.Request",
              "2.0.0",
              whole -> isOnlyV1(whole) ? ONLY_V1 : read(whole, points - written(whole)));
      if (!answer.equals(ONLY_V1)) {
        return answer;
      }
      LOG.info("{} speaks remote write 1.0", target.endpoint());
      speaksV2 = false;
    }
    return send(v1.encode(chunks), "application/x-protobuf", "0.1.0", whole -> read(whole, 0));
  }

  private Answer send(
      byte[] message,
      String contentType,
      String version,
      Function<AggregatedHttpResponse, Answer> reader)
      throws InterruptedException {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(HttpMethod.POST, target.endpoint().getRawPath());
    target.headers().forEach(headers::set);
    headers
        .set(HttpHeaderNames.CONTENT_TYPE, contentType)
        .set(HttpHeaderNames.CONTENT_ENCODING, "snappy")
        .set("x-prometheus-remote-write-version", version);
    return connection.send(headers.build(), compressed(message), reader);
  }

  private static byte[] compressed(byte[] message) {
    SnappyCompressor snappy = new SnappyCompressor();
    byte[] block = new byte[snappy.maxCompressedLength(message.length)];
    int length = snappy.compress(message, 0, message.length, block, 0, block.length);
    return Arrays.copyOf(block, length);
  }

  private static boolean isOnlyV1(AggregatedHttpResponse answer) {
    return answer.status().code() == 415
        || (answer.status().isSuccess()
            && !answer.headers().contains(WRITTEN.formatted("samples"))
            && !answer.headers().contains(WRITTEN.formatted("histograms")));
  }

  private static int written(AggregatedHttpResponse answer) {
    return answer.headers().getInt(WRITTEN.formatted("samples"), 0)
        + answer.headers().getInt(WRITTEN.formatted("histograms"), 0);
  }

  /// @param missing points that a receiver which says what it wrote did not write
  private Answer read(AggregatedHttpResponse answer, int missing) {
    if (answer.status().isSuccess()) {
      return new Answer.Taken(missing, missing > 0 ? "not written" : "");
    }
    return answer.status().code() == 429 || answer.status().isServerError()
        ? answers.tryAgain(answer)
        : HttpAnswers.refused(answer);
  }
}
