package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A JSON answer of an API that has no place to say that something is missing: what it lacks is
/// told in a header. Not thread-safe.
public final class PartialAnswer {

  /// Says in words what an answer lacks.
  public static final String HEADER = "hopwise-partial";

  private final List<String> missing = new ArrayList<>();

  /// Notes what the answer lacks; an empty text is nothing.
  public void lacks(String what) {
    if (!what.isEmpty()) {
      missing.add(what);
    }
  }

  /// What the answer lacks.
  public List<String> missing() {
    return List.copyOf(missing);
  }

  /// The answer, with what it lacks by the time that it is written.
  public HttpResponse ok(Json.Body body) throws IOException {
    HttpData data = Json.write(body);
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK).contentType(MediaType.JSON_UTF_8);
    if (!missing.isEmpty()) {
      String more = missing.size() == 1 ? "" : "; and " + (missing.size() - 1) + " more";
      headers.set(HEADER, missing.getFirst() + more);
    }
    return HttpResponse.of(headers.build(), data);
  }
}
