package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;

/// Answers in plain words.
public final class Texts {

  private Texts() {}

  /// A line of text.
  public static HttpResponse of(HttpStatus status, String text) {
    return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text + "\n");
  }

  /// 405 with the methods that are allowed.
  public static HttpResponse methodNotAllowed(String allowed) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.METHOD_NOT_ALLOWED)
            .contentType(MediaType.PLAIN_TEXT_UTF_8)
            .set(HttpHeaderNames.ALLOW, allowed)
            .build(),
        HttpData.ofUtf8("405 method not allowed, supported: [" + allowed + "]"));
  }
}
