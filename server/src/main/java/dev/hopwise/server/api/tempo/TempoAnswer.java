package dev.hopwise.server.api.tempo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.server.api.Json;
import dev.hopwise.server.api.Parameters;
import java.io.IOException;

/// A message of `tempopb`, as either of its encodings.
interface TempoAnswer {

  MediaType PROTOBUF = MediaType.parse("application/protobuf");

  void json(JsonGenerator json) throws IOException;

  void proto(ProtoWriter out);

  default byte[] toProto() {
    ProtoWriter out = new ProtoWriter();
    proto(out);
    return out.toBytes();
  }

  /// In the encoding that the request's Accept header names.
  static HttpResponse of(Parameters parameters, TempoAnswer answer) throws IOException {
    return wantsProtobuf(parameters)
        ? HttpResponse.of(HttpStatus.OK, PROTOBUF, HttpData.wrap(answer.toProto()))
        : Json.ok(answer::json);
  }

  /// Tempo looks for the word anywhere in the header.
  static boolean wantsProtobuf(Parameters parameters) {
    return parameters.accept().contains("application/protobuf");
  }
}
