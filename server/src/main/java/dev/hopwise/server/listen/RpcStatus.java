package dev.hopwise.server.listen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.receive.DecodeResult.Fault;
import dev.hopwise.server.ingest.IngestOutcome;
import java.nio.charset.StandardCharsets;

/// `google.rpc.Status`: what a sender is told when nothing was accepted.
///
/// ```
/// Status     code=1 int32   message=2 string   details=3 Any{type_url=1, value=2}
/// BadRequest field_violations=1 {field=1, description=2}
/// RetryInfo  retry_delay=1 Duration{seconds=1}
/// ```
///
/// @param code one of {@link GrpcStatus}
/// @param detail what a client may act on
record RpcStatus(int code, String message, Detail detail) {

  /// How long an overloaded server asks a sender to wait.
  static final int RETRY_AFTER_SECONDS = 1;

  private static final int MESSAGE_CHARS_MAX = 4096;
  private static final String BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest";
  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

  private static final int FIELD_1_VARINT = 1 << 3;
  private static final int FIELD_1 = 1 << 3 | 2;
  private static final int FIELD_2 = 2 << 3 | 2;
  private static final int FIELD_3 = 3 << 3 | 2;

  /// The kind of detail.
  enum Detail {
    NONE,
    BAD_REQUEST,
    RETRY_INFO
  }

  RpcStatus {
    message = shortened(message);
  }

  /// What an outcome that is no success means.
  static RpcStatus of(IngestOutcome outcome) {
    return switch (outcome) {
      case IngestOutcome.Invalid invalid ->
          invalid.fault() == Fault.TOO_LARGE
              ? new RpcStatus(GrpcStatus.RESOURCE_EXHAUSTED, invalid.message(), Detail.NONE)
              : new RpcStatus(GrpcStatus.INVALID_ARGUMENT, invalid.message(), Detail.BAD_REQUEST);
      case IngestOutcome.Overloaded overloaded ->
          new RpcStatus(GrpcStatus.RESOURCE_EXHAUSTED, overloaded.message(), Detail.RETRY_INFO);
      case IngestOutcome.Unavailable unavailable ->
          new RpcStatus(GrpcStatus.UNAVAILABLE, unavailable.message(), Detail.RETRY_INFO);
      case IngestOutcome.Failed failed ->
          new RpcStatus(GrpcStatus.INTERNAL, failed.message(), Detail.NONE);
      case IngestOutcome.Accepted accepted ->
          throw new IllegalArgumentException("not a fault: " + accepted);
    };
  }

  byte[] toProto() {
    ProtoWriter writer = new ProtoWriter();
    writer.varintField(FIELD_1_VARINT, code);
    writer.textField(FIELD_2, message);
    switch (detail) {
      case BAD_REQUEST -> any(writer, BAD_REQUEST, badRequest());
      case RETRY_INFO -> any(writer, RETRY_INFO, retryInfo());
      case NONE -> {}
    }
    return writer.toBytes();
  }

  byte[] toJson() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("code", code).put("message", message);
    switch (detail) {
      case BAD_REQUEST ->
          status
              .putArray("details")
              .addObject()
              .put("@type", BAD_REQUEST)
              .putArray("fieldViolations")
              .addObject()
              .put("field", "body")
              .put("description", message);
      case RETRY_INFO ->
          status
              .putArray("details")
              .addObject()
              .put("@type", RETRY_INFO)
              .put("retryDelay", RETRY_AFTER_SECONDS + "s");
      case NONE -> {}
    }
    return status.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void any(ProtoWriter status, String type, ProtoWriter value) {
    ProtoWriter any = new ProtoWriter();
    any.textField(FIELD_1, type);
    any.messageField(FIELD_2, value);
    status.messageField(FIELD_3, any);
  }

  private ProtoWriter badRequest() {
    ProtoWriter violation = new ProtoWriter();
    violation.textField(FIELD_1, "body");
    violation.textField(FIELD_2, message);
    ProtoWriter writer = new ProtoWriter();
    writer.messageField(FIELD_1, violation);
    return writer;
  }

  private static ProtoWriter retryInfo() {
    ProtoWriter delay = new ProtoWriter();
    delay.varintField(FIELD_1_VARINT, RETRY_AFTER_SECONDS);
    ProtoWriter writer = new ProtoWriter();
    writer.messageField(FIELD_1, delay);
    return writer;
  }

  private static String shortened(String text) {
    return text.length() <= MESSAGE_CHARS_MAX ? text : text.substring(0, MESSAGE_CHARS_MAX) + "…";
  }
}
