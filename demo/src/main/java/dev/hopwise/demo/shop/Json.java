package dev.hopwise.demo.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.BadRequestException;
import java.util.UUID;

/// JSON bodies of the shop's own APIs.
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadRequestException("body: not JSON", e);
    }
  }

  /// @throws BadRequestException naming the field, if it is missing or no text
  static String text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual()) {
      throw new BadRequestException(field + ": text expected");
    }
    return value.textValue();
  }

  /// @throws BadRequestException naming the field and the limit, unless it is within 1..max
  static int positive(JsonNode body, String field, int max) {
    JsonNode value = body.path(field);
    if (!value.canConvertToInt() || value.intValue() < 1 || value.intValue() > max) {
      throw new BadRequestException(field + ": a number from 1 to " + max + " expected");
    }
    return value.intValue();
  }

  /// @throws BadRequestException naming the field, if it is no UUID
  static UUID uuid(String field, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(field + ": a UUID expected", e);
    }
  }
}
