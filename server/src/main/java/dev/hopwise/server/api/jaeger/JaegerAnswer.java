package dev.hopwise.server.api.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.hopwise.server.api.Failure;
import dev.hopwise.server.api.Json;
import dev.hopwise.server.api.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The envelope of version 1, and the errors of both.
final class JaegerAnswer {

  /// A problem beside the data.
  ///
  /// @param traceId empty when it is about none
  record Problem(int code, String message, String traceId) {}

  private JaegerAnswer() {}

  /// Version 1: `{"data":…,"total":…,"limit":0,"offset":0,"errors":…}`.
  ///
  /// @param data writes a value and adds to the problems
  /// @param total read when the data are written
  static Json.Body envelope(
      Parameters parameters, Json.Body data, int total, List<Problem> problems) {
    return json -> {
      pretty(parameters, json);
      json.writeStartObject();
      json.writeFieldName("data");
      data.write(json);
      json.writeNumberField("total", total);
      json.writeNumberField("limit", 0);
      json.writeNumberField("offset", 0);
      problems(json, problems);
      json.writeEndObject();
    };
  }

  static void pretty(Parameters parameters, JsonGenerator json) {
    if (JaegerParameters.bool("prettyPrint", parameters.text("prettyPrint"))) {
      json.useDefaultPrettyPrinter();
    }
  }

  private static void problems(JsonGenerator json, List<Problem> problems) throws IOException {
    if (problems.isEmpty()) {
      json.writeNullField("errors");
      return;
    }
    json.writeArrayFieldStart("errors");
    for (Problem problem : problems) {
      json.writeStartObject();
      json.writeNumberField("code", problem.code());
      json.writeStringField("msg", problem.message());
      if (!problem.traceId().isEmpty()) {
        json.writeStringField("traceID", problem.traceId());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static HttpResponse error(Throwable problem) {
    Failure failure = Failure.of(problem);
    return error(failure.status(), failure.message());
  }

  /// Version 1's error.
  static HttpResponse error(HttpStatus status, @Nullable String message) {
    List<Problem> problems = new ArrayList<>();
    problems.add(new Problem(status.code(), String.valueOf(message), ""));
    return text(
        status,
        json -> {
          json.writeStartObject();
          json.writeNullField("data");
          json.writeNumberField("total", 0);
          json.writeNumberField("limit", 0);
          json.writeNumberField("offset", 0);
          problems(json, problems);
          json.writeEndObject();
        });
  }

  static HttpResponse errorV3(Throwable problem) {
    Failure failure = Failure.of(problem);
    return errorV3(failure.status(), failure.message());
  }

  /// Version 3's error.
  static HttpResponse errorV3(HttpStatus status, String message) {
    return text(
        status,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("error");
          json.writeNumberField("httpCode", status.code());
          json.writeStringField("message", message);
          json.writeNumberField("grpcCode", 0);
          json.writeStringField("httpStatus", "");
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /// Jaeger's errors are JSON but say that they are text, as Go's `http.Error` does.
  private static HttpResponse text(HttpStatus status, Json.Body body) {
    try {
      return HttpResponse.of(
          status, MediaType.PLAIN_TEXT_UTF_8, Json.write(body).toStringUtf8() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }
}
