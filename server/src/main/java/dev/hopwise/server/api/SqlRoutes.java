package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.server.sql.SqlRefusedException;
import dev.hopwise.server.sql.SqlService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/// `POST /api/v1/sql`. Takes JSON only, which a page of another site cannot send unasked.
public final class SqlRoutes {

  private static final int REQUEST_BYTES_MAX = 128 << 10;
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SqlService sql;

  public SqlRoutes(SqlService sql) {
    this.sql = sql;
  }

  public void addTo(ServerBuilder server) {
    server
        .route()
        .addRoute(Route.builder().path("/api/v1/sql").methods(HttpMethod.POST).build())
        .build(this::serve);
  }

  private HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    context.setMaxRequestLength(REQUEST_BYTES_MAX);
    context.setRequestTimeout(TIMEOUT);
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    var _ =
        request
            .aggregate()
            .whenComplete((whole, failure) -> {
              if (whole == null) {
                answer.completeExceptionally(failure);
              } else {
                Thread thread =
                    Thread.ofVirtual().name("sql").start(() -> answer.complete(answered(whole)));
                var _ = context.whenRequestCancelling().thenRun(thread::interrupt);
              }
            });
    return HttpResponse.of(answer);
  }

  private HttpResponse answered(AggregatedHttpRequest request) {
    try {
      MediaType type = request.contentType();
      if (type == null || !type.is(MediaType.JSON)) {
        return Problem.unsupportedMediaType("the body is JSON: {\"sql\": \"SELECT …\"}");
      }
      return answer(sql.run(statement(request.contentUtf8())));
    } catch (SqlRefusedException.Busy e) {
      return Problem.tooMany("Too many statements", String.valueOf(e.getMessage()), e.limit());
    } catch (SqlRefusedException e) {
      return Problem.of(new BadParameterException("sql", String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      return Problem.of(e);
    }
  }

  private static String statement(String body) {
    try {
      JsonNode text = MAPPER.readTree(body).path("sql");
      if (text.isTextual() && !text.asText().isBlank()) {
        return text.asText();
      }
    } catch (JsonProcessingException _) {
      // told below
    }
    throw new BadParameterException("sql", "the body is JSON with a text sql");
  }

  private static HttpResponse answer(SqlService.Answer answer) throws IOException {
    JsonNode rows = answer.rows();
    long complete = answer.completeToEpochNanos();
    return Json.ok(json -> {
      json.setCodec(MAPPER);
      json.writeStartObject();
      json.writeFieldName("columns");
      json.writeTree(rows.path("columns"));
      json.writeFieldName("rows");
      json.writeTree(rows.path("rows"));
      json.writeStringField("truncated", rows.path("truncated").asText());
      json.writeStringField(
          "completeTo",
          (complete == Long.MAX_VALUE ? Instant.now() : Parameters.instant(complete)).toString());
      json.writeEndObject();
    });
  }
}
