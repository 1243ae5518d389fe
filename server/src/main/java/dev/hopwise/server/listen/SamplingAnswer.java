package dev.hopwise.server.listen;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.sample.head.HeadStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// `jaeger.api_v2.SamplingStrategyResponse`, in the two forms that clients read.
///
/// ```
/// SamplingStrategyResponse        strategyType=1 enum (0 PROBABILISTIC), probabilisticSampling=2, operationSampling=4
/// ProbabilisticSamplingStrategy   samplingRate=1 double
/// PerOperationSamplingStrategies  defaultSamplingProbability=1 double, defaultLowerBoundTracesPerSecond=2 double,
///                                 perOperationStrategies=3 {operation=1, probabilisticSampling=2}, defaultUpperBoundTracesPerSecond=4 double
/// ```
///
/// Clients are strict. The Go client refuses unknown JSON members. The Java client reads past the
/// ends of messages where a field is left out, so every field is written, in ascending order, and
/// the operations last. Rate limits are never told: the Node client does not know them.
///
/// Source: jaeger-idl, `proto/api_v2/sampling.proto`.
final class SamplingAnswer {

  private static final JsonFactory JSON = new JsonFactory();

  private static final int TYPE = 1 << 3 | ProtoReader.VARINT;
  private static final int PROBABILISTIC = 2 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int OPERATIONS = 4 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int RATE = 1 << 3 | ProtoReader.FIXED64;
  private static final int DEFAULT_PROBABILITY = 1 << 3 | ProtoReader.FIXED64;
  private static final int LOWER_BOUND = 2 << 3 | ProtoReader.FIXED64;
  private static final int OPERATION = 3 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int UPPER_BOUND = 4 << 3 | ProtoReader.FIXED64;
  private static final int OPERATION_NAME = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
  private static final int OPERATION_SAMPLING = 2 << 3 | ProtoReader.LENGTH_DELIMITED;

  private SamplingAnswer() {}

  static byte[] toProto(HeadStrategy strategy) {
    ProtoWriter out = new ProtoWriter();
    out.varint(TYPE);
    out.varint(0);
    out.messageField(PROBABILISTIC, probabilistic(strategy.probability()));
    if (!strategy.spanNames().isEmpty()) {
      out.messageField(OPERATIONS, operations(strategy));
    }
    return out.toBytes();
  }

  private static ProtoWriter operations(HeadStrategy strategy) {
    ProtoWriter out = new ProtoWriter();
    real(out, DEFAULT_PROBABILITY, strategy.probability());
    real(out, LOWER_BOUND, 0);
    strategy
        .spanNames()
        .forEach((name, probability) -> {
          ProtoWriter operation = new ProtoWriter();
          operation.bytesField(OPERATION_NAME, name.getBytes(StandardCharsets.UTF_8));
          operation.messageField(OPERATION_SAMPLING, probabilistic(probability));
          out.messageField(OPERATION, operation);
        });
    real(out, UPPER_BOUND, 0);
    return out;
  }

  private static ProtoWriter probabilistic(double rate) {
    ProtoWriter out = new ProtoWriter();
    real(out, RATE, rate);
    return out;
  }

  /// Written also when it is zero.
  private static void real(ProtoWriter out, int tag, double value) {
    out.varint(tag);
    out.fixed64(Double.doubleToRawLongBits(value));
  }

  static byte[] toJson(HeadStrategy strategy) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
      try (JsonGenerator json = JSON.createGenerator(bytes)) {
        json.writeStartObject();
        json.writeStringField("strategyType", "PROBABILISTIC");
        probabilistic(json, strategy.probability());
        if (!strategy.spanNames().isEmpty()) {
          operations(json, strategy);
        }
        json.writeEndObject();
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static void operations(JsonGenerator json, HeadStrategy strategy) throws IOException {
    json.writeObjectFieldStart("operationSampling");
    number(json, "defaultSamplingProbability", strategy.probability());
    number(json, "defaultLowerBoundTracesPerSecond", 0);
    json.writeArrayFieldStart("perOperationStrategies");
    for (Map.Entry<String, Double> each : strategy.spanNames().entrySet()) {
      json.writeStartObject();
      json.writeStringField("operation", each.getKey());
      probabilistic(json, each.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    number(json, "defaultUpperBoundTracesPerSecond", 0);
    json.writeEndObject();
  }

  private static void probabilistic(JsonGenerator json, double rate) throws IOException {
    json.writeObjectFieldStart("probabilisticSampling");
    number(json, "samplingRate", rate);
    json.writeEndObject();
  }

  /// Whole numbers without a point, as Jaeger writes them.
  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (value == Math.rint(value)) {
      json.writeNumberField(name, (long) value);
    } else {
      json.writeNumberField(name, value);
    }
  }
}
