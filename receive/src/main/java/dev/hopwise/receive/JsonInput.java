package dev.hopwise.receive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A JSON document as a stream of tokens, with readers for the value types of protobuf's JSON
/// mapping. Every complaint names the field by its path.
///
/// Each reader stands on the value's token. Numbers come as numbers or as texts, since JavaScript's
/// numbers end at 2^53. Not thread-safe; made per document.
final class JsonInput implements AutoCloseable {

  /// Messages nest 8 levels in JSON; each nested attribute value takes at most 4 more.
  private static final int DEPTH_MAX = 300;

  /// A double written out in full has 325 places at most.
  private static final int NUMBER_LENGTH_MAX = 400;

  /// Names may be long, and the sender chooses them.
  private static final int PATH_LENGTH_SHOWN_MAX = 300;

  /// More digits than any 64-bit number has, zeros of an exponent included.
  private static final int DIGITS_MAX = 25;

  private static final BigInteger UNSIGNED_MAX =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger SIGNED_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger SIGNED_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final long UINT32_MAX = 0xFFFF_FFFFL;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Field names come from strangers, who must not fill the JVM's table of interned strings.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(NUMBER_LENGTH_MAX)
                  .maxStringLength(Integer.MAX_VALUE) // the body's size bounds it
                  .build())
          .build();

  private final JsonParser parser;

  private JsonInput(JsonParser parser) {
    this.parser = parser;
  }

  static JsonInput of(Slice json) throws IOException {
    return new JsonInput(FACTORY.createParser(json.bytes(), json.offset(), json.length()));
  }

  static JsonInput of(String json) throws IOException {
    return new JsonInput(FACTORY.createParser(json));
  }

  /// Moves to the next token, or to null at the end of the document.
  boolean next() throws IOException {
    return parser.nextToken() != null;
  }

  /// In an object: moves to the next field's value, or past the end of the object.
  boolean nextField() throws IOException {
    if (parser.nextToken() != JsonToken.FIELD_NAME) {
      return false;
    }
    parser.nextToken();
    return true;
  }

  /// In an array: moves to the next element, or past the end of the array.
  boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /// The name of the field whose value this stands on.
  String fieldName() throws IOException {
    return parser.currentName();
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  JsonToken token() {
    return parser.currentToken();
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  void expect(JsonToken token, String what) throws IOException {
    if (parser.currentToken() != token) {
      throw fault("is not " + what);
    }
  }

  /// Nothing but white space may follow the document.
  void expectEnd() throws IOException {
    if (parser.nextToken() != null) {
      throw UndecodableException.malformed("JSON document is followed by something else");
    }
  }

  String text() throws IOException {
    expect(JsonToken.VALUE_STRING, "a text");
    return parser.getText();
  }

  /// A text, or a number or truth value as it was written.
  String scalarText() throws IOException {
    if (!parser.currentToken().isScalarValue()) {
      throw fault("is not a text");
    }
    return parser.getText();
  }

  /// Whether this stands on an integer of at most 64 bits.
  boolean isLong() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  boolean bool() throws IOException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw fault("is neither true nor false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  byte[] base64() throws IOException {
    expect(JsonToken.VALUE_STRING, "a base64 text");
    try {
      String text = parser.getText().replace('-', '+').replace('_', '/');
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw fault("is no base64: " + e.getMessage());
    }
  }

  long signed64() throws IOException {
    return integer(SIGNED_MIN, SIGNED_MAX);
  }

  /// As the long with the same bits.
  long unsigned64() throws IOException {
    return integer(BigInteger.ZERO, UNSIGNED_MAX);
  }

  long unsigned32() throws IOException {
    long value = unsigned64();
    if (value < 0 || value > UINT32_MAX) {
      throw fault("is not within 0 and 4294967295");
    }
    return value;
  }

  private long integer(BigInteger min, BigInteger max) throws IOException {
    if (isLong()) {
      long value = parser.getLongValue();
      if (value < 0 && min.signum() == 0) {
        throw fault("is not within " + min + " and " + max);
      }
      return value;
    }
    BigInteger value = integral(numberText());
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw fault("is not within " + min + " and " + max);
    }
    return value.longValue();
  }

  /// Exponents are allowed (1e3) but kept from making a number of a billion digits.
  private BigInteger integral(String text) throws IOException {
    try {
      BigDecimal number = new BigDecimal(text);
      long digits = (long) number.precision() - number.scale();
      if (number.signum() != 0 && Math.abs(digits) > DIGITS_MAX) {
        throw fault("is no 64-bit integer");
      }
      return number.signum() == 0 ? BigInteger.ZERO : number.toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw fault("is no integer");
    }
  }

  double real() throws IOException {
    String text = numberText();
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> finite(text);
    };
  }

  private double finite(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        throw fault("is no number");
      }
    }
    try {
      double value = Double.parseDouble(text);
      if (Double.isInfinite(value)) {
        throw fault("is too large for a double");
      }
      return value;
    } catch (NumberFormatException e) {
      throw fault("is no number");
    }
  }

  private String numberText() throws IOException {
    String text =
        switch (parser.currentToken()) {
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> parser.getText();
          default -> throw fault("is no number");
        };
    if (text.length() > NUMBER_LENGTH_MAX) {
      throw fault("is no number");
    }
    return text;
  }

  /// What is wrong with the value this stands on.
  UndecodableException fault(String problem) {
    String path = parser.getParsingContext().pathAsPointer().toString();
    String shown =
        path.length() > PATH_LENGTH_SHOWN_MAX
            ? path.substring(0, PATH_LENGTH_SHOWN_MAX) + "…"
            : path;
    return UndecodableException.malformed((path.isEmpty() ? "document" : shown) + " " + problem);
  }

  /// What is wrong with the JSON as such.
  static UndecodableException fault(IOException e) {
    if (e instanceof JsonProcessingException json) {
      String kind = e instanceof JsonParseException ? "malformed JSON: " : "JSON refused: ";
      long at = json.getLocation() == null ? -1 : json.getLocation().getByteOffset();
      return UndecodableException.malformed(
          kind + json.getOriginalMessage() + (at < 0 ? "" : " at byte " + at));
    }
    return UndecodableException.malformed("malformed JSON: " + e.getMessage());
  }

  /// The UTF-8 of a text; half a surrogate pair becomes `?`.
  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
