package dev.hopwise.server.api.tempo;

import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.query.QueryRefusedException;
import dev.hopwise.query.QueryService;
import dev.hopwise.query.SearchAnswer;
import dev.hopwise.query.series.SeriesQueries;
import dev.hopwise.query.series.SeriesQuestion;
import dev.hopwise.server.api.BadParameterException;
import dev.hopwise.server.listen.GrpcFault;
import dev.hopwise.server.listen.GrpcStatus;
import dev.hopwise.traceql.TraceQlException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The methods of `tempopb.StreamingQuerier`.
final class TempoStream {

  private static final Logger LOG = LoggerFactory.getLogger(TempoStream.class);

  private final QueryService queries;
  private final SeriesQueries series;
  private final TempoTags tags;

  TempoStream(SeriesQueries series) {
    this.series = series;
    queries = series.queries();
    tags = new TempoTags(queries);
  }

  /// Every trace as soon as it is found, then what the search looked at.
  void search(byte[] request, Consumer<byte[]> messages) {
    TempoSearchStream stream = new TempoSearchStream(messages);
    SearchAnswer answer = queries.search(TempoRequests.search(request), stream);
    answer.traces().forEach(stream::rest);
    ProtoWriter last = new ProtoWriter();
    TempoSearchProto.metrics(last, answer);
    messages.accept(last.toBytes());
  }

  void searchTags(byte[] request, Consumer<byte[]> messages) {
    TempoRequests.Listing asked = TempoRequests.tags(request);
    send(tags.names(asked.subject(), asked.range(), asked.limit()).parts(), messages);
  }

  void searchTagsV2(byte[] request, Consumer<byte[]> messages) {
    TempoRequests.Listing asked = TempoRequests.tags(request);
    send(
        tags.namesByScope(asked.subject(), asked.query(), asked.range(), asked.limit()).parts(),
        messages);
  }

  void searchTagValues(byte[] request, Consumer<byte[]> messages) {
    TempoRequests.Listing asked = TempoRequests.tagValues(request);
    send(tags.values(asked.subject(), asked.range(), asked.limit()).parts(), messages);
  }

  void searchTagValuesV2(byte[] request, Consumer<byte[]> messages) {
    TempoRequests.Listing asked = TempoRequests.tagValues(request);
    send(
        tags.typedValues(asked.subject(), asked.query(), asked.range(), asked.limit()).parts(),
        messages);
  }

  void metricsQueryRange(byte[] request, Consumer<byte[]> messages) {
    SeriesQuestion question = TempoRequests.range(request, queries.clock().instant());
    TempoSeriesProto.range(series.answer(question), messages);
  }

  void metricsQueryInstant(byte[] request, Consumer<byte[]> messages) {
    SeriesQuestion question = TempoRequests.instant(request, queries.clock().instant());
    TempoSeriesProto.instant(series.answer(question), messages);
  }

  private static void send(List<TempoAnswer> parts, Consumer<byte[]> messages) {
    parts.forEach(part -> messages.accept(part.toProto()));
  }

  /// What a failure is to a client.
  static GrpcFault fault(Throwable problem) {
    return switch (problem) {
      case BadParameterException bad -> invalid(bad);
      case MalformedProtoException bad -> invalid(bad);
      case TraceQlException bad ->
          new GrpcFault(GrpcStatus.INVALID_ARGUMENT, TempoErrors.invalidQuery(bad));
      case QueryRefusedException.TooLarge bad -> invalid(bad);
      case QueryRefusedException.TooManyQueries busy ->
          new GrpcFault(GrpcStatus.RESOURCE_EXHAUSTED, String.valueOf(busy.getMessage()));
      case QueryRefusedException.Cancelled cancelled -> cancelled(cancelled);
      case CancellationException cancelled -> cancelled(cancelled);
      default -> {
        LOG.error("a query failed", problem);
        yield new GrpcFault(GrpcStatus.INTERNAL, "the query failed; the server's log says why");
      }
    };
  }

  private static GrpcFault invalid(RuntimeException bad) {
    return new GrpcFault(GrpcStatus.INVALID_ARGUMENT, String.valueOf(bad.getMessage()));
  }

  private static GrpcFault cancelled(RuntimeException cancelled) {
    return new GrpcFault(GrpcStatus.CANCELLED, String.valueOf(cancelled.getMessage()));
  }
}
