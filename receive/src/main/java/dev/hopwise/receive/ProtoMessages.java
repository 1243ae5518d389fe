package dev.hopwise.receive;

import dev.hopwise.model.otlp.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/// The messages that are being written, one inside the other: a message's length stands before it,
/// so each is written aside and copied into its parent when it ends. The writers are reused.
final class ProtoMessages {

  private static final int BYTES_RETAINED_MAX = 8 << 20;

  private final List<ProtoWriter> writers = new ArrayList<>();
  private int open;
  private int largest;

  /// The outermost message, empty.
  ProtoWriter begin() {
    if (largest > BYTES_RETAINED_MAX) {
      writers.clear();
    }
    largest = 0;
    open = 0;
    return open();
  }

  /// A message inside the one opened last.
  ProtoWriter open() {
    if (open == writers.size()) {
      writers.add(new ProtoWriter());
    }
    return writers.get(open++).clear();
  }

  /// Ends the message opened last and writes it into its parent under a tag.
  void close(int tag) {
    ProtoWriter message = writers.get(--open);
    ProtoWriter parent = writers.get(open - 1);
    parent.messageField(tag, message);
    largest = Math.max(largest, parent.size());
  }
}
