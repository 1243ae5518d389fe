package dev.hopwise.store.lake;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;

/// The events of all rows, a place for each.
///
/// **Threads.** As {@link IntColumn}.
final class EventColumns {

  private final ChildRuns runs;
  private final LongColumn times;
  private final IntColumn names;
  private final IntColumn dropped;
  private final AttributeColumn attributes;

  EventColumns(int rowsMax, int entriesMax, HeapUse heap) {
    runs = new ChildRuns(rowsMax, heap);
    times = new LongColumn(ChildRuns.COUNT_MAX, heap);
    names = new IntColumn(ChildRuns.COUNT_MAX, heap);
    dropped = new IntColumn(ChildRuns.COUNT_MAX, heap);
    attributes = new AttributeColumn(ChildRuns.COUNT_MAX, entriesMax, heap);
  }

  ChildRuns runs() {
    return runs;
  }

  AttributeColumn attributes() {
    return attributes;
  }

  long epochNanos(int event) {
    return times.get(event);
  }

  /// The id of its name's text.
  int name(int event) {
    return names.get(event);
  }

  int droppedAttributes(int event) {
    return dropped.get(event);
  }

  IntColumn dropped() {
    return dropped;
  }

  /// Reads an `Event` that ends at `end`.
  void add(
      ProtoReader reader,
      int end,
      AttributeScratch scratch,
      AttributeAppender appender,
      TextPool texts) {
    int event = runs.add();
    long time = 0;
    int nameOffset = reader.position();
    int nameLength = 0;
    int droppedAttributes = 0;
    scratch.begin();
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.EVENT_TIME -> time = reader.fixed64(end);
        case OtlpFields.EVENT_NAME -> {
          nameLength = reader.length(end);
          nameOffset = reader.position();
          reader.seek(nameOffset + nameLength);
        }
        case OtlpFields.EVENT_ATTRIBUTES -> scratch.add(reader, end);
        case OtlpFields.EVENT_DROPPED_ATTRIBUTES -> droppedAttributes = (int) reader.varint(end);
        default -> reader.skip(end);
      }
    }
    times.set(event, time);
    names.set(event, texts.intern(reader.bytes(), nameOffset, nameLength));
    dropped.set(event, droppedAttributes);
    appender.append(scratch, reader.bytes(), attributes, event);
  }
}
