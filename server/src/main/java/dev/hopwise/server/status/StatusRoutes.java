package dev.hopwise.server.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import dev.hopwise.measure.MeasureSnapshot;
import dev.hopwise.server.listen.Texts;
import dev.hopwise.server.telemetry.TelemetrySnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// `/healthz`, `/readyz`, `/metrics` and `GET /api/v1/status`.
public final class StatusRoutes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supplier<StatusSnapshot> status;
  private final Supplier<TelemetrySnapshot> telemetry;
  private final Supplier<MeasureSnapshot> measured;
  private final BooleanSupplier ready;
  private final Executor blocking;

  /// @param ready whether spans are accepted: after the replay, until the stop
  /// @param blocking where the store may be asked for its status
  public StatusRoutes(
      Supplier<StatusSnapshot> status,
      Supplier<TelemetrySnapshot> telemetry,
      Supplier<MeasureSnapshot> measured,
      BooleanSupplier ready,
      Executor blocking) {
    this.status = status;
    this.telemetry = telemetry;
    this.measured = measured;
    this.ready = ready;
    this.blocking = blocking;
  }

  /// Adds them to a server.
  public void addTo(ServerBuilder server) {
    server.service("/healthz", (context, request) -> Texts.of(HttpStatus.OK, "ok"));
    server.service("/readyz", (context, request) -> readiness());
    server.service("/metrics", metricsService());
    server.service(
        "/api/v1/status",
        (context, request) -> page(MediaType.JSON_UTF_8.toString(), () -> json(status.get())));
  }

  private HttpResponse readiness() {
    return ready.getAsBoolean()
        ? Texts.of(HttpStatus.OK, "ready")
        : Texts.of(HttpStatus.SERVICE_UNAVAILABLE, "not ready: replaying the journal, or stopping");
  }

  /// Compressed for those who accept it: the UI's port compresses only what pages are made of.
  private HttpService metricsService() {
    HttpService plain =
        (context, request) -> metrics(MetricsFormat.preferredOf(request.headers().accept()));
    return plain.decorate(
        EncodingService.builder().encodableContentTypes(_ -> true).newDecorator());
  }

  private HttpResponse metrics(MetricsFormat format) {
    return page(
        format.contentType(),
        () -> MetricsPage.of(status.get(), telemetry.get(), measured.get(), format));
  }

  private HttpResponse page(String contentType, Supplier<byte[]> writer) {
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .set(HttpHeaderNames.CONTENT_TYPE, contentType)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .set(HttpHeaderNames.VARY, "Accept")
            .build();
    return HttpResponse.of(
        CompletableFuture.supplyAsync(
            () -> HttpResponse.of(headers, HttpData.wrap(writer.get())), blocking));
  }

  private static byte[] json(StatusSnapshot snapshot) {
    try {
      return JSON.writeValueAsBytes(snapshot);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers and texts cannot fail to be written", e);
    }
  }
}
