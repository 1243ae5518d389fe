package dev.hopwise.server.push;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/// Keeps the requests that it is sent, decompressed, and answers as the test says.
final class MetricsReceiver implements AutoCloseable {

  /// One request.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Call(RequestHeaders headers, byte[] body) {
    String header(String name) {
      return headers.get(name, "");
    }
  }

  final List<Call> calls = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Function<Call, HttpResponse>> next =
      new LinkedBlockingQueue<>();
  private final Server server;

  /// @param usual the answer where {@link #answer} asked for no other
  MetricsReceiver(Function<Call, HttpResponse> usual) {
    HttpService take =
        (context, request) ->
            HttpResponse.of(
                request
                    .aggregate()
                    .thenApply(whole -> {
                      Call call = call(whole);
                      calls.add(call);
                      Function<Call, HttpResponse> special = next.poll();
                      return (special == null ? usual : special).apply(call);
                    }));
    server =
        Server.builder()
            .http(new InetSocketAddress("127.0.0.1", 0))
            .maxRequestLength(0)
            .serviceUnder("/", take)
            .build();
    server.start().join();
  }

  void answer(Function<Call, HttpResponse> once) {
    next.add(once);
  }

  URI endpoint(String path) {
    return URI.create("http://127.0.0.1:" + server.activeLocalPort() + path);
  }

  @Override
  public void close() {
    server.stop().join();
  }

  private static Call call(AggregatedHttpRequest request) {
    byte[] body = request.content().array();
    return new Call(
        request.headers(),
        switch (request.headers().get("content-encoding", "")) {
          case "gzip" -> gunzipped(body);
          case "snappy" -> unsnapped(body);
          default -> body;
        });
  }

  private static byte[] gunzipped(byte[] body) {
    try {
      return new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] unsnapped(byte[] block) {
    byte[] plain = new byte[SnappyDecompressor.getUncompressedLength(block, 0)];
    new SnappyDecompressor().decompress(block, 0, block.length, plain, 0, plain.length);
    return plain;
  }
}
