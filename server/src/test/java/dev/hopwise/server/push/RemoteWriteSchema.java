package dev.hopwise.server.push;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.List;

/// The messages of remote write as Prometheus's `prompb` declares them, for protobuf-java to decode
/// by.
final class RemoteWriteSchema {

  private static final String SPAN_FIELDS = "offset=1 sint32, length=2 uint32";
  private static final String HISTOGRAM_FIELDS =
      "count_int=1 uint64, sum=3 double, schema=4 sint32, zero_threshold=5 double,"
          + " zero_count_int=6 uint64, positive_spans=11 *BucketSpan, positive_deltas=12 *sint64,"
          + " timestamp=15 int64";

  private static final FileDescriptor V1 =
      file(
          message("Label", "name=1 string, value=2 string"),
          message("Sample", "value=1 double, timestamp=2 int64"),
          message("Exemplar", "labels=1 *Label, value=2 double, timestamp=3 int64"),
          message("BucketSpan", SPAN_FIELDS),
          message("Histogram", HISTOGRAM_FIELDS),
          message(
              "TimeSeries",
              "labels=1 *Label, samples=2 *Sample, exemplars=3 *Exemplar, histograms=4 *Histogram"),
          message("Metadata", "type=1 int32, metric_family_name=2 string, help=4 string"),
          message("WriteRequest", "timeseries=1 *TimeSeries, metadata=3 *Metadata"));

  private static final FileDescriptor V2 =
      file(
          message("Sample", "value=1 double, timestamp=2 int64"),
          message("Exemplar", "labels_refs=1 *uint32, value=2 double, timestamp=3 int64"),
          message("BucketSpan", SPAN_FIELDS),
          message("Histogram", HISTOGRAM_FIELDS),
          message("Metadata", "type=1 int32, help_ref=3 uint32, unit_ref=4 uint32"),
          message(
              "TimeSeries",
              "labels_refs=1 *uint32, samples=2 *Sample, histograms=3 *Histogram,"
                  + " exemplars=4 *Exemplar, metadata=5 Metadata"),
          message("Request", "symbols=4 *string, timeseries=5 *TimeSeries"));

  private RemoteWriteSchema() {}

  static DynamicMessage v1(byte[] body) throws Exception {
    return parsed(V1.findMessageTypeByName("WriteRequest"), body);
  }

  static DynamicMessage v2(byte[] body) throws Exception {
    return parsed(V2.findMessageTypeByName("Request"), body);
  }

  /// The values of a repeated field.
  @SuppressWarnings("unchecked") // what the descriptor says
  static <T> List<T> all(DynamicMessage message, String field) {
    return (List<T>) message.getField(field(message, field));
  }

  /// A whole number, of whichever width.
  static long whole(DynamicMessage message, String field) {
    return ((Number) message.getField(field(message, field))).longValue();
  }

  static double real(DynamicMessage message, String field) {
    return (double) message.getField(field(message, field));
  }

  static String text(DynamicMessage message, String field) {
    return (String) message.getField(field(message, field));
  }

  private static FieldDescriptor field(DynamicMessage message, String field) {
    return message.getDescriptorForType().findFieldByName(field);
  }

  private static DynamicMessage parsed(Descriptor type, byte[] body) throws Exception {
    DynamicMessage message = DynamicMessage.parseFrom(type, body);
    if (!message.getUnknownFields().asMap().isEmpty()) {
      throw new AssertionError("unknown fields: " + message.getUnknownFields());
    }
    return message;
  }

  private static FileDescriptor file(DescriptorProto... messages) {
    try {
      return FileDescriptor.buildFrom(
          FileDescriptorProto.newBuilder()
              .setSyntax("proto3")
              .setName("test.proto")
              .addAllMessageType(List.of(messages))
              .build(),
          new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DescriptorProto message(String name, String fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    for (String field : fields.split(",\\s*", -1)) {
      String[] parts = field.split("[= ]", -1);
      boolean isRepeated = parts[2].startsWith("*");
      String type = isRepeated ? parts[2].substring(1) : parts[2];
      FieldDescriptorProto.Builder built =
          message
              .addFieldBuilder()
              .setName(parts[0])
              .setNumber(Integer.parseInt(parts[1]))
              .setLabel(isRepeated ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
      if (Character.isUpperCase(type.charAt(0))) {
        built.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type);
      } else {
        built.setType(
            FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(java.util.Locale.ROOT)));
      }
    }
    return message.build();
  }
}
