package dev.hopwise.server.api.tempo;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.common.v1.CommonProto;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;

/// The part of `tempopb` that is answered, as protobuf-java reads it.
final class TempoSchema {

  private static final Descriptors.FileDescriptor FILE = file();

  private TempoSchema() {}

  static DynamicMessage.Builder builder(String type) {
    return DynamicMessage.newBuilder(FILE.findMessageTypeByName(type));
  }

  /// Fails where the message has a field, at any depth, that the schema does not.
  static DynamicMessage parse(String type, byte[] bytes) throws Exception {
    DynamicMessage message =
        DynamicMessage.parseFrom(FILE.findMessageTypeByName(type), ByteString.copyFrom(bytes));
    refuseUnknown(message);
    return message;
  }

  private static void refuseUnknown(Message message) {
    if (!message.getUnknownFields().equals(UnknownFieldSet.getDefaultInstance())) {
      throw new AssertionError(
          message.getDescriptorForType().getName() + " has " + message.getUnknownFields());
    }
    for (Object value : message.getAllFields().values()) {
      for (Object each : value instanceof List<?> list ? list : List.of(value)) {
        if (each instanceof Message inner) {
          refuseUnknown(inner);
        }
      }
    }
  }

  static Object get(Message message, String field) {
    return message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  @SuppressWarnings("unchecked")
  static List<Message> list(Message message, String field) {
    return (List<Message>) get(message, field);
  }

  private static Descriptors.FileDescriptor file() {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("tempo.proto")
            .setPackage("tempopb")
            .setSyntax("proto3")
            .addDependency(CommonProto.getDescriptor().getName())
            .addMessageType(
                message(
                    "QueryRangeRequest",
                    field("query", 1, FieldDescriptorProto.Type.TYPE_STRING),
                    field("start", 2, FieldDescriptorProto.Type.TYPE_UINT64),
                    field("end", 3, FieldDescriptorProto.Type.TYPE_UINT64),
                    field("step", 4, FieldDescriptorProto.Type.TYPE_UINT64),
                    field("exemplars", 16, FieldDescriptorProto.Type.TYPE_UINT32)))
            .addMessageType(
                message(
                    "QueryInstantRequest",
                    field("query", 1, FieldDescriptorProto.Type.TYPE_STRING),
                    field("start", 2, FieldDescriptorProto.Type.TYPE_UINT64),
                    field("end", 3, FieldDescriptorProto.Type.TYPE_UINT64)))
            .addMessageType(
                message(
                    "QueryRangeResponse",
                    repeated("series", 1, ".tempopb.TimeSeries"),
                    one("metrics", 2, ".tempopb.SearchMetrics"),
                    field("status", 3, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("message", 4, FieldDescriptorProto.Type.TYPE_STRING)))
            .addMessageType(
                message(
                    "QueryInstantResponse",
                    repeated("series", 1, ".tempopb.InstantSeries"),
                    one("metrics", 2, ".tempopb.SearchMetrics"),
                    field("status", 3, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("message", 4, FieldDescriptorProto.Type.TYPE_STRING)))
            .addMessageType(
                message(
                    "TimeSeries",
                    repeated("labels", 1, "." + KeyValue.getDescriptor().getFullName()),
                    repeated("samples", 2, ".tempopb.Sample"),
                    repeated("exemplars", 4, ".tempopb.Exemplar")))
            .addMessageType(
                message(
                    "InstantSeries",
                    repeated("labels", 1, "." + KeyValue.getDescriptor().getFullName()),
                    field("value", 2, FieldDescriptorProto.Type.TYPE_DOUBLE)))
            .addMessageType(
                message(
                    "Sample",
                    field("value", 1, FieldDescriptorProto.Type.TYPE_DOUBLE),
                    field("timestamp_ms", 2, FieldDescriptorProto.Type.TYPE_INT64)))
            .addMessageType(
                message(
                    "Exemplar",
                    repeated("labels", 1, "." + KeyValue.getDescriptor().getFullName()),
                    field("value", 2, FieldDescriptorProto.Type.TYPE_DOUBLE),
                    field("timestamp_ms", 3, FieldDescriptorProto.Type.TYPE_INT64)))
            .addMessageType(
                message(
                        "SearchRequest",
                        repeated("Tags", 1, ".tempopb.SearchRequest.TagsEntry"),
                        field("MinDurationMs", 2, FieldDescriptorProto.Type.TYPE_UINT32),
                        field("MaxDurationMs", 3, FieldDescriptorProto.Type.TYPE_UINT32),
                        field("Limit", 4, FieldDescriptorProto.Type.TYPE_UINT32),
                        field("start", 5, FieldDescriptorProto.Type.TYPE_UINT32),
                        field("end", 6, FieldDescriptorProto.Type.TYPE_UINT32),
                        field("Query", 8, FieldDescriptorProto.Type.TYPE_STRING),
                        field("SpansPerSpanSet", 9, FieldDescriptorProto.Type.TYPE_UINT32))
                    .addNestedType(
                        message(
                                "TagsEntry",
                                field("key", 1, FieldDescriptorProto.Type.TYPE_STRING),
                                field("value", 2, FieldDescriptorProto.Type.TYPE_STRING))
                            .setOptions(MessageOptions.newBuilder().setMapEntry(true))))
            .addMessageType(
                message(
                    "SearchResponse",
                    repeated("traces", 1, ".tempopb.TraceSearchMetadata"),
                    one("metrics", 2, ".tempopb.SearchMetrics")))
            .addMessageType(
                message(
                        "TraceSearchMetadata",
                        field("traceID", 1, FieldDescriptorProto.Type.TYPE_STRING),
                        field("rootServiceName", 2, FieldDescriptorProto.Type.TYPE_STRING),
                        field("rootTraceName", 3, FieldDescriptorProto.Type.TYPE_STRING),
                        field("startTimeUnixNano", 4, FieldDescriptorProto.Type.TYPE_UINT64),
                        field("durationMs", 5, FieldDescriptorProto.Type.TYPE_UINT32),
                        one("spanSet", 6, ".tempopb.SpanSet"),
                        repeated("spanSets", 7, ".tempopb.SpanSet"),
                        repeated(
                            "serviceStats", 8, ".tempopb.TraceSearchMetadata.ServiceStatsEntry"))
                    .addNestedType(
                        message(
                                "ServiceStatsEntry",
                                field("key", 1, FieldDescriptorProto.Type.TYPE_STRING),
                                one("value", 2, ".tempopb.ServiceStats"))
                            .setOptions(MessageOptions.newBuilder().setMapEntry(true))))
            .addMessageType(
                message(
                    "ServiceStats",
                    field("spanCount", 1, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("errorCount", 2, FieldDescriptorProto.Type.TYPE_UINT32)))
            .addMessageType(
                message(
                    "SpanSet",
                    repeated("spans", 1, ".tempopb.Span"),
                    field("matched", 2, FieldDescriptorProto.Type.TYPE_UINT32)))
            .addMessageType(
                message(
                    "Span",
                    field("spanID", 1, FieldDescriptorProto.Type.TYPE_STRING),
                    field("name", 2, FieldDescriptorProto.Type.TYPE_STRING),
                    field("startTimeUnixNano", 3, FieldDescriptorProto.Type.TYPE_UINT64),
                    field("durationNanos", 4, FieldDescriptorProto.Type.TYPE_UINT64),
                    repeated("attributes", 5, "." + KeyValue.getDescriptor().getFullName())))
            .addMessageType(
                message(
                    "SearchMetrics",
                    field("inspectedTraces", 1, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("inspectedBytes", 2, FieldDescriptorProto.Type.TYPE_UINT64),
                    field("totalBlocks", 3, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("completedJobs", 4, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("totalJobs", 5, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("totalBlockBytes", 6, FieldDescriptorProto.Type.TYPE_UINT64),
                    field("inspectedSpans", 7, FieldDescriptorProto.Type.TYPE_UINT64)))
            .addMessageType(
                message(
                    "SearchTagsRequest",
                    field("scope", 1, FieldDescriptorProto.Type.TYPE_STRING),
                    field("query", 2, FieldDescriptorProto.Type.TYPE_STRING),
                    field("start", 3, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("end", 4, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("maxTagsPerScope", 5, FieldDescriptorProto.Type.TYPE_UINT32)))
            .addMessageType(
                message(
                    "SearchTagValuesRequest",
                    field("tagName", 1, FieldDescriptorProto.Type.TYPE_STRING),
                    field("query", 2, FieldDescriptorProto.Type.TYPE_STRING),
                    field("start", 4, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("end", 5, FieldDescriptorProto.Type.TYPE_UINT32),
                    field("maxTagValues", 6, FieldDescriptorProto.Type.TYPE_UINT32)))
            .addMessageType(
                message(
                    "SearchTagsResponse",
                    texts("tagNames", 1),
                    one("metrics", 2, ".tempopb.MetadataMetrics")))
            .addMessageType(
                message(
                    "SearchTagsV2Response",
                    repeated("scopes", 1, ".tempopb.SearchTagsV2Scope"),
                    one("metrics", 2, ".tempopb.MetadataMetrics")))
            .addMessageType(
                message(
                    "SearchTagsV2Scope",
                    field("name", 1, FieldDescriptorProto.Type.TYPE_STRING),
                    texts("tags", 2)))
            .addMessageType(
                message(
                    "SearchTagValuesResponse",
                    texts("tagValues", 1),
                    one("metrics", 2, ".tempopb.MetadataMetrics")))
            .addMessageType(
                message(
                    "TagValue",
                    field("type", 1, FieldDescriptorProto.Type.TYPE_STRING),
                    field("value", 2, FieldDescriptorProto.Type.TYPE_STRING)))
            .addMessageType(
                message(
                    "SearchTagValuesV2Response",
                    repeated("tagValues", 1, ".tempopb.TagValue"),
                    one("metrics", 2, ".tempopb.MetadataMetrics")))
            .addMessageType(
                message(
                    "MetadataMetrics",
                    field("inspectedBytes", 1, FieldDescriptorProto.Type.TYPE_UINT64)))
            .build();
    try {
      return Descriptors.FileDescriptor.buildFrom(
          file, new Descriptors.FileDescriptor[] {CommonProto.getDescriptor()});
    } catch (Descriptors.DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  private static DescriptorProto.Builder message(
      String name, FieldDescriptorProto.Builder... fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    for (FieldDescriptorProto.Builder field : fields) {
      message.addField(field);
    }
    return message;
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }

  private static FieldDescriptorProto.Builder one(String name, int number, String type) {
    return field(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type);
  }

  private static FieldDescriptorProto.Builder repeated(String name, int number, String type) {
    return one(name, number, type).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
  }

  private static FieldDescriptorProto.Builder texts(String name, int number) {
    return field(name, number, FieldDescriptorProto.Type.TYPE_STRING)
        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
  }
}
