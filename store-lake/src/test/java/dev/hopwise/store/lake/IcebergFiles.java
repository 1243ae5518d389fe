package dev.hopwise.store.lake;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Link;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.Files;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/// Writes spans into files of the lake with Iceberg's and Parquet's own writers, as FORMAT.md says:
/// what a compaction by another engine would leave. Small pages and row groups, and pages of
/// different columns begin at different rows.
final class IcebergFiles {

  private static final Schema SCHEMA = LakeSchema.icebergSchema();

  private IcebergFiles() {}

  /// Writes the file, and its index where there is one.
  static void write(Path to, List<Span> spans, IndexSink index) throws IOException {
    write(to, spans, index, SCHEMA);
  }

  /// With the columns of some version of the table.
  static void write(Path to, List<Span> spans, IndexSink index, Schema schema) throws IOException {
    List<Span> sorted =
        spans.stream()
            .sorted(Comparator.comparing(Span::traceId).thenComparingLong(Span::startEpochNanos))
            .toList();
    try (FileAppender<Record> appender =
        Parquet.write(Files.localOutput(to.toFile()))
            .schema(schema)
            .createWriterFunc(GenericParquetWriter::create)
            .set("write.parquet.compression-codec", "zstd")
            .set("write.parquet.page-size-bytes", "8192")
            .set("write.parquet.page-row-limit", "500")
            .set("write.parquet.dict-size-bytes", "16384")
            .set("write.parquet.row-group-size-bytes", "400000")
            .set("write.parquet.row-group-check-min-record-count", "100")
            .set("write.parquet.row-group-check-max-record-count", "200")
            .build()) {
      for (Span span : sorted) {
        appender.add(record(span, schema));
      }
    }
    index(sorted, index);
  }

  private static void index(List<Span> sorted, IndexSink index) {
    int first = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      TraceId id = sorted.get(first).traceId();
      if (i == sorted.size() || !sorted.get(i).traceId().equals(id)) {
        index.trace(id.high(), id.low(), first, i - first);
        first = i;
      }
    }
    for (Span span : sorted) {
      index.token(Tokens.hash(Tokens.SERVICE, span.serviceName()));
      index.token(Tokens.hash(Tokens.NAME, span.name()));
      for (Attribute attribute : span.attributes()) {
        ValueText text = ValueText.encode(attribute.value());
        index.token(Tokens.hash(attribute.key(), text.text()));
        if (text.letter() == ValueText.ARRAY || text.letter() == ValueText.OTLP) {
          index.token(Tokens.hash("", Tokens.ARRAYS));
        }
      }
    }
  }

  private static Record record(Span span, Schema schema) {
    GenericRecord record = GenericRecord.create(schema);
    record.setField("trace_id", uuid(span.traceId()));
    record.setField("span_id", span.spanId());
    record.setField("parent_span_id", span.isRoot() ? null : span.parentSpanId());
    long micros = Math.floorDiv(span.startEpochNanos(), 1_000L);
    record.setField(
        "start_time",
        Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000)
            .atOffset(ZoneOffset.UTC));
    record.setField("start_nanos", (int) (span.startEpochNanos() - micros * 1_000));
    record.setField("duration_nanos", span.durationNanos());
    record.setField("service", span.serviceName());
    record.setField("name", span.name());
    record.setField("kind", span.kind().number());
    record.setField("status", span.status().code().number());
    record.setField("status_message", text(span.status().message()));
    record.setField("trace_state", text(span.traceState()));
    record.setField("flags", number(span.flags()));
    record.setField("resource", object(span.resource().attributes()));
    record.setField("resource_schema_url", text(span.resource().schemaUrl()));
    record.setField(
        "resource_dropped_attributes", number(span.resource().droppedAttributesCount()));
    record.setField("scope_name", text(span.scope().name()));
    record.setField("scope_version", text(span.scope().version()));
    record.setField("scope_attributes", object(span.scope().attributes()));
    record.setField("scope_schema_url", text(span.scope().schemaUrl()));
    record.setField("scope_dropped_attributes", number(span.scope().droppedAttributesCount()));
    Attributes inMap = dedicated(record, span.attributes());
    record.setField("attributes", inMap.isEmpty() ? null : map(inMap));
    record.setField("attribute_types", types(inMap));
    record.setField("dropped_attributes", number(span.droppedAttributesCount()));
    record.setField("events", events(span));
    record.setField("dropped_events", number(span.droppedEventsCount()));
    record.setField("links", links(span));
    record.setField("dropped_links", number(span.droppedLinksCount()));
    if (schema.findField("keep_rule") != null) {
      kept(record, span.kept());
    }
    return record;
  }

  private static void kept(GenericRecord record, Kept kept) {
    double probability = kept.inclusionProbability();
    record.setField("inclusion_probability", probability == 1 ? null : probability);
    record.setField("keep_rule", text(kept.rule()));
    record.setField("keep_trigger", text(kept.trigger()));
    record.setField("window_id", kept.windowId());
  }

  private static Attributes dedicated(GenericRecord record, Attributes attributes) {
    List<Attribute> others = new ArrayList<>();
    for (Attribute attribute : attributes) {
      LakeColumn column = RowTests.dedicated(attribute.key());
      if (column != null
          && column.shape() == LakeColumn.Shape.TEXT
          && attribute.value() instanceof AttributeValue.Text(String text)) {
        record.setField(column.columnName(), text);
      } else if (column != null
          && column.shape() == LakeColumn.Shape.INT
          && attribute.value() instanceof AttributeValue.Int(long number)
          && number == (int) number) {
        record.setField(column.columnName(), (int) number);
      } else {
        others.add(attribute);
      }
    }
    return Attributes.of(others);
  }

  private static List<Record> events(Span span) {
    Types.StructType type = element("events");
    List<Record> records = new ArrayList<>();
    for (Event event : span.events()) {
      GenericRecord record = GenericRecord.create(type);
      record.setField("time_unix_nano", event.epochNanos());
      record.setField("name", event.name());
      record.setField("attributes", map(event.attributes()));
      record.setField("attribute_types", types(event.attributes()));
      record.setField("dropped_attributes", number(event.droppedAttributesCount()));
      records.add(record);
    }
    return records.isEmpty() ? null : records;
  }

  private static List<Record> links(Span span) {
    Types.StructType type = element("links");
    List<Record> records = new ArrayList<>();
    for (Link link : span.links()) {
      GenericRecord record = GenericRecord.create(type);
      record.setField("trace_id", uuid(link.traceId()));
      record.setField("span_id", link.spanId() == 0 ? null : link.spanId());
      record.setField("trace_state", text(link.traceState()));
      record.setField("attributes", map(link.attributes()));
      record.setField("attribute_types", types(link.attributes()));
      record.setField("dropped_attributes", number(link.droppedAttributesCount()));
      record.setField("flags", number(link.flags()));
      records.add(record);
    }
    return records.isEmpty() ? null : records;
  }

  private static Types.StructType element(String list) {
    return SCHEMA.findType(list).asListType().elementType().asStructType();
  }

  private static Map<String, String> map(Attributes attributes) {
    Map<String, String> map = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      map.put(attribute.key(), ValueText.encode(attribute.value()).text());
    }
    return map;
  }

  private static String types(Attributes attributes) {
    StringBuilder letters = new StringBuilder();
    for (Attribute attribute : attributes) {
      letters.append(ValueText.encode(attribute.value()).letter());
    }
    return letters.chars().allMatch(letter -> letter == ValueText.TEXT) ? null : letters.toString();
  }

  private static String object(Attributes attributes) {
    return attributes.isEmpty() ? null : ValueText.encodeObject(attributes);
  }

  private static String text(String text) {
    return text.isEmpty() ? null : text;
  }

  private static Integer number(int number) {
    return number == 0 ? null : number;
  }

  private static UUID uuid(TraceId id) {
    return new UUID(id.high(), id.low());
  }
}
