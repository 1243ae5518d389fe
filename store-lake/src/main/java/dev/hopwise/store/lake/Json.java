package dev.hopwise.store.lake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Reading and writing JSON texts of stored values. They were written by us within the limits of
/// what is received, so only nesting is limited here.
final class Json {

  /// OTLP/JSON needs four levels per nested value, of which there are at most 64.
  private static final int NESTING_MAX = 300;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(NESTING_MAX)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  interface Writing {
    void to(JsonGenerator out) throws IOException;
  }

  interface Reading<T> {
    /// Called with the parser standing on the first token.
    T from(JsonParser in) throws IOException;
  }

  static String write(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// @throws IllegalArgumentException when the text is no such JSON
  static <T> T read(String text, Reading<T> reading) {
    try (JsonParser in = FACTORY.createParser(text)) {
      in.nextToken();
      return reading.from(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("stored value is not the JSON it should be: " + text, e);
    }
  }

  /// Passes over one token, which must be this.
  static void expect(JsonParser in, JsonToken token) throws IOException {
    if (in.currentToken() != token) {
      throw new IOException("found " + in.currentToken() + " where " + token + " is due");
    }
    in.nextToken();
  }
}
