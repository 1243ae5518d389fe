package dev.hopwise.model.otlp;

/// Takes attributes out of a batch, or puts other values into them. Everything else is copied as
/// the bytes it came as.
///
/// Not thread-safe; meant to be reused.
public final class AttributeEditor {

  /// Where an attribute stands.
  public enum Place {
    RESOURCE,
    INSTRUMENTATION,
    SPAN,
    EVENT,
    LINK
  }

  /// What becomes of it.
  public enum Fate {
    KEEP,
    DROP,
    REPLACE
  }

  /// Says what becomes of attributes.
  public interface Rules {

    /// @param resource of the batch, that the attribute belongs to
    Fate fate(int resource, Place place, byte[] bytes, int keyOffset, int keyLength);

    /// Writes the `AnyValue` that takes the place of another one.
    void replace(byte[] bytes, int valueOffset, int valueLength, ProtoWriter out);
  }

  private final Rules rules;
  private final ProtoReader reader = new ProtoReader();
  private final BatchEncoder encoder = new BatchEncoder(Integer.MAX_VALUE, new Parts());
  private final ProtoWriter message = new ProtoWriter();
  private final ProtoWriter inner = new ProtoWriter();
  private final ProtoWriter keyValue = new ProtoWriter();
  private final ProtoWriter value = new ProtoWriter();
  private int resource;
  private int keyOffset;
  private int keyLength;
  private int valueOffset;
  private int valueLength;
  private byte[] request = new byte[0];

  public AttributeEditor(Rules rules) {
    this.rules = rules;
  }

  /// Whether an attribute of the batch is not kept as it is. Copies and allocates nothing.
  public boolean touches(SpanBatch batch) {
    for (int r = 0; r < batch.resourceCount; r++) {
      resource = r;
      if (touches(
          batch.bytes,
          batch.resourceOffset[r],
          batch.resourceLength[r],
          Place.RESOURCE,
          OtlpFields.RESOURCE_ATTRIBUTES)) {
        return true;
      }
    }
    for (int s = 0; s < batch.scopeCount; s++) {
      resource = batch.resourceIndex[s];
      if (touches(
          batch.bytes,
          batch.scopeOffset[s],
          batch.scopeLength[s],
          Place.INSTRUMENTATION,
          OtlpFields.SCOPE_ATTRIBUTES)) {
        return true;
      }
    }
    for (int span = 0; span < batch.count; span++) {
      resource = batch.resourceOf(span);
      if (touchesSpan(batch.bytes, batch.spanOffset[span], batch.spanLength[span])) {
        return true;
      }
    }
    return false;
  }

  /// The batch as one `ExportTraceServiceRequest`, edited; its own array. The batch is not empty.
  public byte[] edit(SpanBatch batch) {
    encoder.encode(batch, (bytes, _) -> request = bytes);
    byte[] edited = request;
    request = new byte[0];
    return edited;
  }

  private boolean touches(byte[] bytes, int offset, int length, Place place, int tag) {
    reader.reset(bytes, offset);
    return touches(offset + length, place, tag);
  }

  private boolean touches(int end, Place place, int attributesTag) {
    while (reader.position() < end) {
      if (reader.tag(end) == attributesTag) {
        if (attribute(end, place) != Fate.KEEP) {
          return true;
        }
      } else {
        reader.skip(end);
      }
    }
    return false;
  }

  private boolean touchesSpan(byte[] bytes, int offset, int length) {
    int end = offset + length;
    reader.reset(bytes, offset);
    while (reader.position() < end) {
      boolean touched =
          switch (reader.tag(end)) {
            case OtlpFields.SPAN_ATTRIBUTES -> attribute(end, Place.SPAN) != Fate.KEEP;
            case OtlpFields.SPAN_EVENTS ->
                touches(innerEnd(end), Place.EVENT, OtlpFields.EVENT_ATTRIBUTES);
            case OtlpFields.SPAN_LINKS ->
                touches(innerEnd(end), Place.LINK, OtlpFields.LINK_ATTRIBUTES);
            default -> {
              reader.skip(end);
              yield false;
            }
          };
      if (touched) {
        return true;
      }
    }
    return false;
  }

  private int innerEnd(int end) {
    int length = reader.length(end);
    return reader.position() + length;
  }

  /// Reads the `KeyValue` at the reader, past it.
  private Fate attribute(int messageEnd, Place place) {
    int end = innerEnd(messageEnd);
    keyOffset = end;
    keyLength = 0;
    valueOffset = end;
    valueLength = 0;
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.KEY_VALUE_KEY -> {
          keyLength = reader.length(end);
          keyOffset = reader.position();
          reader.seek(keyOffset + keyLength);
        }
        case OtlpFields.KEY_VALUE_VALUE -> {
          valueLength = reader.length(end);
          valueOffset = reader.position();
          reader.seek(valueOffset + valueLength);
        }
        default -> reader.skip(end);
      }
    }
    return rules.fate(resource, place, reader.bytes(), keyOffset, keyLength);
  }

  /// Copies the attribute that starts at an offset, or what takes its place.
  private void writeAttribute(int start, int tag, int messageEnd, Place place, ProtoWriter out) {
    switch (attribute(messageEnd, place)) {
      case KEEP -> out.raw(reader.bytes(), start, reader.position() - start);
      case DROP -> {}
      case REPLACE -> {
        value.clear();
        rules.replace(reader.bytes(), valueOffset, valueLength, value);
        keyValue.clear();
        keyValue.varint(OtlpFields.KEY_VALUE_KEY);
        keyValue.varint(keyLength);
        keyValue.raw(reader.bytes(), keyOffset, keyLength);
        keyValue.messageField(OtlpFields.KEY_VALUE_VALUE, value);
        out.messageField(tag, keyValue);
      }
    }
  }

  private void writeMessage(int end, Place place, int attributesTag, ProtoWriter out) {
    out.clear();
    while (reader.position() < end) {
      int start = reader.position();
      int tag = reader.tag(end);
      if (tag == attributesTag) {
        writeAttribute(start, tag, end, place, out);
      } else {
        reader.skip(end);
        out.raw(reader.bytes(), start, reader.position() - start);
      }
    }
  }

  private void writeSpan(int end) {
    message.clear();
    while (reader.position() < end) {
      int start = reader.position();
      int tag = reader.tag(end);
      switch (tag) {
        case OtlpFields.SPAN_ATTRIBUTES -> writeAttribute(start, tag, end, Place.SPAN, message);
        case OtlpFields.SPAN_EVENTS -> {
          writeMessage(innerEnd(end), Place.EVENT, OtlpFields.EVENT_ATTRIBUTES, inner);
          message.messageField(tag, inner);
        }
        case OtlpFields.SPAN_LINKS -> {
          writeMessage(innerEnd(end), Place.LINK, OtlpFields.LINK_ATTRIBUTES, inner);
          message.messageField(tag, inner);
        }
        default -> {
          reader.skip(end);
          message.raw(reader.bytes(), start, reader.position() - start);
        }
      }
    }
  }

  /// The parts with their attributes edited.
  private final class Parts implements PartWriter {

    @Override
    public void resource(SpanBatch batch, int r, ProtoWriter out) {
      resource = r;
      if (batch.resourceLength[r] > 0) {
        reader.reset(batch.bytes, batch.resourceOffset[r]);
        int end = batch.resourceOffset[r] + batch.resourceLength[r];
        writeMessage(end, Place.RESOURCE, OtlpFields.RESOURCE_ATTRIBUTES, message);
        out.messageField(OtlpFields.RESOURCE_SPANS_RESOURCE, message);
      }
    }

    @Override
    public void scope(SpanBatch batch, int scope, ProtoWriter out) {
      resource = batch.resourceIndex[scope];
      if (batch.scopeLength[scope] > 0) {
        reader.reset(batch.bytes, batch.scopeOffset[scope]);
        int end = batch.scopeOffset[scope] + batch.scopeLength[scope];
        writeMessage(end, Place.INSTRUMENTATION, OtlpFields.SCOPE_ATTRIBUTES, message);
        out.messageField(OtlpFields.SCOPE_SPANS_SCOPE, message);
      }
    }

    @Override
    public void span(SpanBatch batch, int span, ProtoWriter out) {
      resource = batch.resourceOf(span);
      reader.reset(batch.bytes, batch.spanOffset[span]);
      writeSpan(batch.spanOffset[span] + batch.spanLength[span]);
      out.messageField(OtlpFields.SCOPE_SPANS_SPANS, message);
    }
  }
}
