package dev.hopwise.receive;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.SpanBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One pass over the bytes of an `ExportTraceServiceRequest` that fills a {@link SpanBatch} and
/// allocates nothing per span.
///
/// Everything is checked, down to the last nested value, so that a span in the batch can be decoded
/// later without any fault. What breaks the structure (a length beyond its message, a wrong wire
/// type, values nested too deep) makes the whole request malformed; what makes one span unusable
/// (ids, age, size) refuses that span.
///
/// As protobuf asks: fields come in any order (a resource may follow its spans), unknown fields and
/// groups are passed over, a known field number with another wire type is unknown, and of a
/// singular field that stands twice the last counts. Two liberties, which no sender notices: a
/// `Resource`, `InstrumentationScope`, `Status` or `AnyValue` that stands twice in one message is
/// not merged with the earlier one but replaces it, and bytes that are not UTF-8 are let through.
///
/// A parent id of another length than 0 or 8 refuses the span as INVALID_SPAN_ID: kept without it,
/// the span would pass for a root. Ids of links may have any length; {@link
/// dev.hopwise.model.otlp.SpanDecoder} reads a wrong one as zeros, since a bad link must not lose
/// its span. Times are unsigned; an end before the start is kept.
///
/// Not thread-safe.
final class OtlpScanner {

  private static final byte[] SERVICE_NAME = "service.name".getBytes(StandardCharsets.US_ASCII);
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;
  private static final int KIND_MAX = 5;
  private static final int STATUS_CODE_MAX = 2;
  private static final int NONE = -1;

  private final ProtoReader reader = new ProtoReader();
  private final ValueChecker values = new ValueChecker(reader);
  private final SpanCheck check;
  private SpanBatch batch = new SpanBatch();

  /// Rows of the batch, made with the first span that is accepted: a request of empty messages
  /// cannot blow up the tables.
  private int resourceRow;

  private int scopeRow;
  private int serviceNameOffset;
  private int serviceNameLength;

  OtlpScanner(SpanCheck check) {
    this.check = check;
  }

  /// Fills the batch, whose offsets then point into `bytes`.
  ///
  /// @throws dev.hopwise.model.otlp.MalformedProtoException when the bytes are no request; the
  ///   batch then holds what came before the fault and must not be used
  void scan(byte[] bytes, int offset, int length, SpanBatch into) {
    batch = into;
    batch.clear(bytes);
    reader.reset(bytes, offset);
    int end = offset + length;
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.REQUEST_RESOURCE_SPANS) {
        resourceSpans(reader.length(end) + reader.position());
      } else {
        reader.skip(end);
      }
    }
  }

  private void resourceSpans(int end) {
    resourceRow = NONE;
    forgetServiceName();
    int resource = 0;
    int resourceLength = 0;
    int schemaUrl = 0;
    int schemaUrlLength = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.RESOURCE_SPANS_RESOURCE -> {
          resourceLength = reader.length(end);
          resource = reader.position();
          resource(resource + resourceLength);
        }
        case OtlpFields.RESOURCE_SPANS_SCOPE_SPANS ->
            scopeSpans(reader.length(end) + reader.position());
        case OtlpFields.RESOURCE_SPANS_SCHEMA_URL -> {
          schemaUrlLength = reader.length(end);
          schemaUrl = reader.position();
          reader.seek(schemaUrl + schemaUrlLength);
        }
        default -> reader.skip(end);
      }
    }
    if (resourceRow != NONE) {
      batch.resourceOffset[resourceRow] = resource;
      batch.resourceLength[resourceRow] = resourceLength;
      batch.resourceSchemaUrlOffset[resourceRow] = schemaUrl;
      batch.resourceSchemaUrlLength[resourceRow] = schemaUrlLength;
      batch.serviceNameOffset[resourceRow] = serviceNameOffset;
      batch.serviceNameLength[resourceRow] = serviceNameLength;
    }
  }

  private void resource(int end) {
    forgetServiceName();
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.RESOURCE_ATTRIBUTES) {
        values.keyValue(end);
        noteServiceName();
      } else {
        reader.skip(end);
      }
    }
  }

  private void forgetServiceName() {
    serviceNameOffset = 0;
    serviceNameLength = 0;
  }

  private void noteServiceName() {
    int key = values.keyOffset;
    if (values.keyLength == SERVICE_NAME.length
        && Arrays.equals(
            reader.bytes(), key, key + SERVICE_NAME.length, SERVICE_NAME, 0, SERVICE_NAME.length)) {
      serviceNameOffset = values.textOffset; // 0 when the value is no text
      serviceNameLength = Math.max(0, values.textLength);
    }
  }

  private void scopeSpans(int end) {
    scopeRow = NONE;
    int scope = 0;
    int scopeLength = 0;
    int schemaUrl = 0;
    int schemaUrlLength = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.SCOPE_SPANS_SPANS -> span(reader.length(end) + reader.position());
        case OtlpFields.SCOPE_SPANS_SCOPE -> {
          scopeLength = reader.length(end);
          scope = reader.position();
          values.messageWithAttributes(scope + scopeLength, OtlpFields.SCOPE_ATTRIBUTES);
        }
        case OtlpFields.SCOPE_SPANS_SCHEMA_URL -> {
          schemaUrlLength = reader.length(end);
          schemaUrl = reader.position();
          reader.seek(schemaUrl + schemaUrlLength);
        }
        default -> reader.skip(end);
      }
    }
    if (scopeRow != NONE) {
      batch.scopeOffset[scopeRow] = scope;
      batch.scopeLength[scopeRow] = scopeLength;
      batch.scopeSchemaUrlOffset[scopeRow] = schemaUrl;
      batch.scopeSchemaUrlLength[scopeRow] = schemaUrlLength;
    }
  }

  private void span(int end) {
    int offset = reader.position();
    byte[] bytes = reader.bytes();
    int traceId = NONE;
    int spanId = NONE;
    int parentId = NONE;
    int parentIdLength = 0;
    int name = 0;
    int nameLength = 0;
    int traceState = 0;
    int traceStateLength = 0;
    long start = 0;
    long finish = 0;
    int kind = 0;
    int status = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.SPAN_TRACE_ID -> traceId = id(end, TRACE_ID_BYTES);
        case OtlpFields.SPAN_SPAN_ID -> spanId = id(end, SPAN_ID_BYTES);
        case OtlpFields.SPAN_PARENT_SPAN_ID -> {
          parentIdLength = reader.length(end);
          parentId = reader.position();
          reader.seek(parentId + parentIdLength);
        }
        case OtlpFields.SPAN_NAME -> {
          nameLength = reader.length(end);
          name = reader.position();
          reader.seek(name + nameLength);
        }
        case OtlpFields.SPAN_TRACE_STATE -> {
          traceStateLength = reader.length(end);
          traceState = reader.position();
          reader.seek(traceState + traceStateLength);
        }
        case OtlpFields.SPAN_KIND -> kind = inRange((int) reader.varint(end), KIND_MAX);
        case OtlpFields.SPAN_START -> start = reader.fixed64(end);
        case OtlpFields.SPAN_END -> finish = reader.fixed64(end);
        case OtlpFields.SPAN_ATTRIBUTES -> values.keyValue(end);
        case OtlpFields.SPAN_EVENTS ->
            values.messageWithAttributes(
                reader.length(end) + reader.position(), OtlpFields.EVENT_ATTRIBUTES);
        case OtlpFields.SPAN_LINKS ->
            values.messageWithAttributes(
                reader.length(end) + reader.position(), OtlpFields.LINK_ATTRIBUTES);
        case OtlpFields.SPAN_STATUS -> status = status(reader.length(end) + reader.position());
        default -> reader.skip(end);
      }
    }
    long high = traceId == NONE ? 0 : ProtoReader.idAt(bytes, traceId);
    long low = traceId == NONE ? 0 : ProtoReader.idAt(bytes, traceId + 8);
    long id = spanId == NONE ? 0 : ProtoReader.idAt(bytes, spanId);
    boolean parentIsBroken = parentIdLength != 0 && parentIdLength != SPAN_ID_BYTES;
    if (!check.accepts(high | low, id, parentIsBroken, start, end - offset)) {
      check.describe(bytes, name, nameLength);
      return;
    }
    int i = addSpan();
    batch.spanOffset[i] = offset;
    batch.spanLength[i] = end - offset;
    batch.scopeIndex[i] = scopeRow;
    batch.traceIdHigh[i] = high;
    batch.traceIdLow[i] = low;
    batch.spanId[i] = id;
    batch.parentSpanId[i] = parentIdLength == 0 ? 0 : ProtoReader.idAt(bytes, parentId);
    batch.startEpochNanos[i] = start;
    batch.endEpochNanos[i] = finish;
    batch.nameOffset[i] = name;
    batch.nameLength[i] = nameLength;
    batch.traceStateOffset[i] = traceState;
    batch.traceStateLength[i] = traceStateLength;
    batch.kind[i] = (byte) kind;
    batch.statusCode[i] = (byte) status;
  }

  private int addSpan() {
    if (resourceRow == NONE) {
      resourceRow = batch.addResource();
    }
    if (scopeRow == NONE) {
      scopeRow = batch.addScope(resourceRow);
    }
    return batch.addSpan();
  }

  /// Where an id starts, or NONE when it has another length.
  private int id(int end, int bytesWanted) {
    int length = reader.length(end);
    int at = reader.position();
    reader.seek(at + length);
    return length == bytesWanted ? at : NONE;
  }

  private int status(int end) {
    int code = 0;
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.STATUS_CODE) {
        code = inRange((int) reader.varint(end), STATUS_CODE_MAX);
      } else {
        reader.skip(end);
      }
    }
    return code;
  }

  /// A number that a newer sender may know and this version does not is 0, unspecified.
  private static int inRange(int number, int max) {
    return number >= 0 && number <= max ? number : 0;
  }
}
