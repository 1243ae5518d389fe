package dev.hopwise.server.api;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.sample.window.IncidentWindow;
import dev.hopwise.sample.window.OpenAnswer;
import dev.hopwise.sample.window.WindowBook;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Incident windows: open, list, look at, close.
public final class WindowRoutes {

  private static final String PATH = "/api/v1/windows";
  private static final int BODY_BYTES_MAX = 64 << 10;

  private final WindowBook book;
  private final Executor blocking;

  /// @param blocking where requests may wait for the device
  public WindowRoutes(WindowBook book, Executor blocking) {
    this.book = book;
    this.blocking = blocking;
  }

  /// Mounts them on the UI's port.
  public void addTo(ServerBuilder server) {
    server.route().post(PATH).maxRequestLength(BODY_BYTES_MAX).build(service(this::open));
    server.route().get(PATH).build(service((_, _) -> list()));
    server
        .route()
        .get(PATH + "/{id}")
        .build(service((context, _) -> one(context, book.find(id(context)))));
    server
        .route()
        .delete(PATH + "/{id}")
        .maxRequestLength(BODY_BYTES_MAX)
        .build(service((context, _) -> one(context, book.close(id(context)))));
  }

  private interface Handler {
    HttpResponse handle(ServiceRequestContext context, AggregatedHttpRequest request)
        throws IOException;
  }

  private HttpService service(Handler handler) {
    return (context, request) ->
        HttpResponse.of(
            request.aggregate().thenApplyAsync(whole -> answer(handler, context, whole), blocking));
  }

  private static HttpResponse answer(
      Handler handler, ServiceRequestContext context, AggregatedHttpRequest request) {
    try {
      return handler.handle(context, request);
    } catch (IOException | RuntimeException problem) {
      return Problem.of(problem);
    }
  }

  /// Only JSON is taken, which a web page of another origin cannot send without being allowed to.
  private HttpResponse open(ServiceRequestContext context, AggregatedHttpRequest request)
      throws IOException {
    MediaType type = request.contentType();
    if (type == null || !type.is(MediaType.JSON)) {
      return Problem.unsupportedMediaType("the body has to be application/json");
    }
    return switch (book.open(WindowReader.read(request.content().array()))) {
      case OpenAnswer.Opened(IncidentWindow window) -> created(window);
      case OpenAnswer.Refused refused ->
          throw new BadParameterException(
              refused.field(), refused.detail(), refused.limit().orElse(-1));
      case OpenAnswer.TooMany(int openMax) ->
          Problem.tooMany(
              "Too many windows",
              "at most " + openMax + " incident windows are open at once; close one first",
              openMax);
    };
  }

  private HttpResponse created(IncidentWindow window) throws IOException {
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.CREATED)
            .contentType(MediaType.JSON_UTF_8)
            .add(HttpHeaderNames.LOCATION, PATH + "/" + window.id())
            .build();
    return HttpResponse.of(headers, Json.write(json -> WindowJson.write(json, window)));
  }

  private HttpResponse list() throws IOException {
    List<IncidentWindow> windows = book.list();
    return Json.ok(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("windows");
      for (IncidentWindow each : windows) {
        WindowJson.write(json, each);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static HttpResponse one(ServiceRequestContext context, Optional<IncidentWindow> window)
      throws IOException {
    return window.isEmpty()
        ? Problem.notFound("no incident window " + id(context))
        : Json.ok(json -> WindowJson.write(json, window.get()));
  }

  private static String id(ServiceRequestContext context) {
    return String.valueOf(context.pathParam("id"));
  }
}
