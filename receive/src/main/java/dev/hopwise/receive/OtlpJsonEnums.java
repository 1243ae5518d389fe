package dev.hopwise.receive;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;

/// Enums in OTLP/JSON: integers by the specification; names are understood as the Collector
/// understands them. A name that nobody knows is a fault, since a misspelt one would otherwise pass
/// for "unset"; an unknown number is let through, since a newer sender may have it.
final class OtlpJsonEnums {

  static final Map<String, Integer> KINDS =
      Map.of(
          "SPAN_KIND_UNSPECIFIED", 0,
          "SPAN_KIND_INTERNAL", 1,
          "SPAN_KIND_SERVER", 2,
          "SPAN_KIND_CLIENT", 3,
          "SPAN_KIND_PRODUCER", 4,
          "SPAN_KIND_CONSUMER", 5);

  static final Map<String, Integer> CODES =
      Map.of("STATUS_CODE_UNSET", 0, "STATUS_CODE_OK", 1, "STATUS_CODE_ERROR", 2);

  private OtlpJsonEnums() {}

  static long number(JsonInput in, Map<String, Integer> names) throws IOException {
    if (in.token() == JsonToken.VALUE_STRING) {
      Integer number = names.get(in.text());
      if (number != null) {
        return number;
      }
    }
    long number = in.signed64();
    if (number != (int) number) {
      throw in.fault("is not within the 32 bits of an enum");
    }
    return number;
  }
}
