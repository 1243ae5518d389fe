package dev.hopwise.server.forward;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/// The other endpoint: keeps what it is sent, and answers as the test says.
final class Receiver implements AutoCloseable {

  private static final int GRPC_HEAD_BYTES = 5;

  /// One request, taken apart.
  record Call(long atNanos, RequestHeaders headers, ExportTraceServiceRequest export) {}

  final List<Call> calls = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Supplier<HttpResponse>> answers = new LinkedBlockingQueue<>();
  private final Supplier<HttpResponse> usual;
  private final Server server;

  /// @param port 0 for a free one
  /// @param usual the answer when no other was asked for
  Receiver(int port, Supplier<HttpResponse> usual) {
    this.usual = usual;
    HttpService take =
        (context, request) ->
            HttpResponse.of(
                request
                    .aggregate()
                    .thenApply(whole -> {
                      calls.add(call(whole));
                      Supplier<HttpResponse> answer = answers.poll();
                      return (answer == null ? this.usual : answer).get();
                    }));
    this.server =
        Server.builder()
            .http(new InetSocketAddress("127.0.0.1", port))
            .maxRequestLength(0)
            .serviceUnder("/", take)
            .build();
    server.start().join();
  }

  /// The next answers, one for each request.
  void answer(List<Supplier<HttpResponse>> next) {
    answers.addAll(next);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.activeLocalPort());
  }

  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (Call call : calls) {
      call.export
          .getResourceSpansList()
          .forEach(resource ->
              resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
    }
    return spans;
  }

  @Override
  public void close() {
    server.stop().join();
  }

  private static Call call(AggregatedHttpRequest request) {
    byte[] body = request.content().array();
    boolean isGrpc = request.headers().get("content-type", "").equals("application/grpc");
    boolean isGzip =
        isGrpc ? body[0] == 1 : request.headers().get("content-encoding", "").equals("gzip");
    byte[] message = isGrpc ? Arrays.copyOfRange(body, GRPC_HEAD_BYTES, body.length) : body;
    try {
      byte[] plain =
          isGzip ? new GZIPInputStream(new ByteArrayInputStream(message)).readAllBytes() : message;
      return new Call(
          System.nanoTime(), request.headers(), ExportTraceServiceRequest.parseFrom(plain));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
