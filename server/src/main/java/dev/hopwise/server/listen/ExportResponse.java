package dev.hopwise.server.listen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.server.ingest.IngestOutcome.Accepted;
import java.nio.charset.StandardCharsets;

/// `ExportTraceServiceResponse`: empty when all was accepted, else a partial success.
///
/// ```
/// ExportTraceServiceResponse partial_success=1 {rejected_spans=1 int64, error_message=2 string}
/// ```
final class ExportResponse {

  private static final int PARTIAL_SUCCESS = 1 << 3 | 2;
  private static final int REJECTED_SPANS = 1 << 3;
  private static final int ERROR_MESSAGE = 2 << 3 | 2;

  private ExportResponse() {}

  static byte[] toProto(Accepted accepted) {
    ProtoWriter response = new ProtoWriter();
    if (!isWhole(accepted)) {
      ProtoWriter partial = new ProtoWriter();
      partial.varintField(REJECTED_SPANS, accepted.rejectedSpans());
      partial.textField(ERROR_MESSAGE, accepted.message());
      response.messageField(PARTIAL_SUCCESS, partial);
    }
    return response.toBytes();
  }

  /// The 64-bit number is a string, as protobuf's JSON mapping demands.
  static byte[] toJson(Accepted accepted) {
    ObjectNode response = JsonNodeFactory.instance.objectNode();
    if (!isWhole(accepted)) {
      response
          .putObject("partialSuccess")
          .put("rejectedSpans", Long.toString(accepted.rejectedSpans()))
          .put("errorMessage", accepted.message());
    }
    return response.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isWhole(Accepted accepted) {
    return accepted.rejectedSpans() == 0 && accepted.message().isEmpty();
  }
}
