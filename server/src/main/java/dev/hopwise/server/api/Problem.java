package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.hopwise.query.QueryRefusedException;
import dev.hopwise.sample.PolicyProblem;
import dev.hopwise.traceql.TraceQlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Errors as RFC 9457 problem details.
public final class Problem {

  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
  private static final MediaType TYPE = MediaType.parse("application/problem+json");

  private Problem() {}

  /// Members besides those that every problem has.
  public interface Extras {
    Extras NONE = _ -> {};

    void write(JsonGenerator json) throws IOException;
  }

  public static HttpResponse of(Throwable problem) {
    return switch (problem) {
      case BadParameterException bad -> badParameter(bad);
      case TraceQlException invalid -> invalidQuery(invalid);
      case QueryRefusedException.BadCursor bad ->
          of(HttpStatus.BAD_REQUEST, "Bad parameter", bad.getMessage(), field("cursor"));
      case QueryRefusedException.TooLarge large ->
          badParameter(new BadParameterException(large.field(), String.valueOf(large.getMessage()), large.limit()));
      case QueryRefusedException.TooManyQueries busy ->
          of(HttpStatus.TOO_MANY_REQUESTS, "Too many queries", busy.getMessage(), Extras.NONE);
      case QueryRefusedException.Cancelled cancelled ->
          of(HttpStatus.CLIENT_CLOSED_REQUEST, "Cancelled", cancelled.getMessage(), Extras.NONE);
      case CancellationException _ ->
          of(HttpStatus.CLIENT_CLOSED_REQUEST, "Cancelled", "the query was cancelled", Extras.NONE);
      default -> unexpected(problem);
    };
  }

  public static HttpResponse notFound(String detail) {
    return of(HttpStatus.NOT_FOUND, "Not found", detail, Extras.NONE);
  }

  public static HttpResponse unsupportedMediaType(String detail) {
    return of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type", detail, Extras.NONE);
  }

  public static HttpResponse tooMany(String title, String detail, long limit) {
    return of(
        HttpStatus.TOO_MANY_REQUESTS, title, detail, json -> json.writeNumberField("limit", limit));
  }

  /// The cause is for the log only.
  private static HttpResponse unexpected(Throwable problem) {
    LOG.error("a query failed", problem);
    return of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "Internal error",
        "the query failed; the server's log says why",
        Extras.NONE);
  }

  private static HttpResponse badParameter(BadParameterException bad) {
    return of(
        HttpStatus.BAD_REQUEST,
        "Bad parameter",
        bad.getMessage(),
        json -> {
          json.writeStringField("field", bad.field());
          if (bad.limit().isPresent()) {
            json.writeNumberField("limit", bad.limit().getAsLong());
          }
        });
  }

  private static HttpResponse invalidQuery(TraceQlException invalid) {
    String title =
        switch (invalid) {
          case TraceQlException.ParseError _ -> "Not TraceQL";
          case TraceQlException.ValidationError _ -> "Invalid query";
          case TraceQlException.Unsupported _ -> "Unsupported query";
        };
    return of(
        HttpStatus.BAD_REQUEST,
        title,
        invalid.detail(),
        json -> {
          json.writeStringField("field", "q");
          json.writeNumberField("position", invalid.position());
          json.writeNumberField("length", invalid.length());
        });
  }

  /// A text that is no policy, with everything that is wrong with it; the first is to blame.
  public static HttpResponse badPolicy(List<PolicyProblem> problems) {
    PolicyProblem first = problems.getFirst();
    return of(
        HttpStatus.BAD_REQUEST,
        "Not a policy",
        problems.size() == 1
            ? first.toString()
            : problems.size() + " problems; the first: " + first,
        json -> {
          json.writeStringField("field", "body");
          json.writeNumberField("line", first.line());
          json.writeNumberField("column", first.column());
          PolicyJson.problems(json, problems);
        });
  }

  private static Extras field(String name) {
    return json -> json.writeStringField("field", name);
  }

  private static HttpResponse of(
      HttpStatus status,
      String title,
      @org.jspecify.annotations.Nullable String detail,
      Extras extras) {
    try {
      HttpData body =
          Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status.code());
            json.writeStringField("detail", detail);
            extras.write(json);
            json.writeEndObject();
          });
      return HttpResponse.of(status, TYPE, body);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }
}
