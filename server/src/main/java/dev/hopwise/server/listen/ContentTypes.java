package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import dev.hopwise.receive.BodyEncoding;
import java.util.Locale;
import java.util.Optional;

/// What a request's headers say about its body.
final class ContentTypes {

  static final String PROTOBUF = "application/x-protobuf";
  static final String JSON = "application/json";

  private ContentTypes() {}

  /// The media type in lower case without parameters; empty when there is none.
  static String mediaType(RequestHeaders headers) {
    String value = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /// The content encoding; identity when none is named, empty when it is none that is served.
  static Optional<BodyEncoding> encoding(RequestHeaders headers) {
    return encoding(headers.get(HttpHeaderNames.CONTENT_ENCODING, ""));
  }

  /// The same for a bare name.
  static Optional<BodyEncoding> encoding(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> Optional.of(BodyEncoding.IDENTITY);
      case "gzip" -> Optional.of(BodyEncoding.GZIP);
      case "zstd" -> Optional.of(BodyEncoding.ZSTD);
      case "deflate", "zlib" -> Optional.of(BodyEncoding.DEFLATE);
      default -> Optional.empty();
    };
  }
}
