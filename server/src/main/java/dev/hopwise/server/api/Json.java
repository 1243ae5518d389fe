package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import java.io.IOException;

/// JSON answers, written token by token: no tree of the answer is ever built.
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// What is to be written.
  public interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  public static HttpResponse ok(Body body) throws IOException {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, write(body));
  }

  /// How many bytes of an answer are written, apart from the last few thousand.
  public static int written(JsonGenerator json) {
    return json.getOutputTarget() instanceof ByteArrayBuilder bytes ? bytes.size() : 0;
  }

  public static HttpData write(Body body) throws IOException {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
      try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
        body.write(json);
      }
      return HttpData.wrap(bytes.toByteArray());
    }
  }
}
