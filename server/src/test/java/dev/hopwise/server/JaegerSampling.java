package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;

/// `jaeger.api_v2` as its sampling.proto describes it, for protobuf-java to read with; and a check
/// of JSON that is as strict as that of the Go client.
final class JaegerSampling {

  private static final FileDescriptor FILE = file();
  static final Descriptor RESPONSE = FILE.findMessageTypeByName("SamplingStrategyResponse");
  private static final Descriptor PARAMETERS =
      FILE.findMessageTypeByName("SamplingStrategyParameters");

  private JaegerSampling() {}

  static byte[] parameters(String serviceName) {
    return DynamicMessage.newBuilder(PARAMETERS)
        .setField(PARAMETERS.findFieldByName("serviceName"), serviceName)
        .build()
        .toByteArray();
  }

  static DynamicMessage response(byte[] bytes) throws InvalidProtocolBufferException {
    DynamicMessage message = DynamicMessage.parseFrom(RESPONSE, bytes);
    assertThat(message.getUnknownFields().asMap()).isEmpty();
    return message;
  }

  /// Every member is a field of the message, with a value of its type.
  static void assertStrict(JsonNode json, Descriptor type) {
    assertThat(json.isObject()).isTrue();
    json.properties()
        .forEach(member -> {
          FieldDescriptor field = type.findFieldByName(member.getKey());
          assertThat(field).as(type.getName() + "." + member.getKey()).isNotNull();
          if (field.isRepeated()) {
            assertThat(member.getValue().isArray()).isTrue();
            member.getValue().forEach(each -> assertStrict(each, field));
          } else {
            assertStrict(member.getValue(), field);
          }
        });
  }

  private static void assertStrict(JsonNode value, FieldDescriptor field) {
    switch (field.getJavaType()) {
      case MESSAGE -> assertStrict(value, field.getMessageType());
      case ENUM -> assertThat(field.getEnumType().findValueByName(value.asText())).isNotNull();
      case DOUBLE -> assertThat(value.isNumber()).isTrue();
      case STRING -> assertThat(value.isTextual()).isTrue();
      default -> throw new AssertionError(field.getFullName());
    }
  }

  private static FileDescriptor file() {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setName("sampling.proto")
            .setPackage("jaeger.api_v2")
            .setSyntax("proto3");
    file.addEnumType(
        EnumDescriptorProto.newBuilder()
            .setName("SamplingStrategyType")
            .addValue(EnumValueDescriptorProto.newBuilder().setName("PROBABILISTIC").setNumber(0))
            .addValue(EnumValueDescriptorProto.newBuilder().setName("RATE_LIMITING").setNumber(1)));
    file.addMessageType(
        message(
            "SamplingStrategyParameters",
            field("serviceName", 1, FieldDescriptorProto.Type.TYPE_STRING)));
    file.addMessageType(
        message(
            "ProbabilisticSamplingStrategy",
            field("samplingRate", 1, FieldDescriptorProto.Type.TYPE_DOUBLE)));
    file.addMessageType(
        message(
            "RateLimitingSamplingStrategy",
            field("maxTracesPerSecond", 1, FieldDescriptorProto.Type.TYPE_INT32)));
    file.addMessageType(
        message(
            "OperationSamplingStrategy",
            field("operation", 1, FieldDescriptorProto.Type.TYPE_STRING),
            message("probabilisticSampling", 2, "ProbabilisticSamplingStrategy")));
    file.addMessageType(
        message(
            "PerOperationSamplingStrategies",
            field("defaultSamplingProbability", 1, FieldDescriptorProto.Type.TYPE_DOUBLE),
            field("defaultLowerBoundTracesPerSecond", 2, FieldDescriptorProto.Type.TYPE_DOUBLE),
            message("perOperationStrategies", 3, "OperationSamplingStrategy")
                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED),
            field("defaultUpperBoundTracesPerSecond", 4, FieldDescriptorProto.Type.TYPE_DOUBLE)));
    file.addMessageType(
        message(
            "SamplingStrategyResponse",
            field("strategyType", 1, FieldDescriptorProto.Type.TYPE_ENUM)
                .setTypeName("SamplingStrategyType"),
            message("probabilisticSampling", 2, "ProbabilisticSamplingStrategy"),
            message("rateLimitingSampling", 3, "RateLimitingSamplingStrategy"),
            message("operationSampling", 4, "PerOperationSamplingStrategies")));
    try {
      return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DescriptorProto message(String name, FieldDescriptorProto.Builder... fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    for (FieldDescriptorProto.Builder each : fields) {
      message.addField(each);
    }
    return message.build();
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }

  private static FieldDescriptorProto.Builder message(String name, int number, String type) {
    return field(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type);
  }
}
