package dev.hopwise.store.lake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the schema of a Parquet footer: a tree, flattened depth first.
final class ParquetSchemaReader {

  private static final int REQUIRED = 0;
  private static final int REPEATED = 2;
  private static final int DEPTH_MAX = 16;

  private final List<Element> elements;
  private final List<ParquetColumn> leaves = new ArrayList<>();
  private int next;

  private record Element(
      int type, int typeLength, int repetition, String name, int children, int fieldId) {}

  private ParquetSchemaReader(List<Element> elements) {
    this.elements = elements;
  }

  /// Reads the list of schema elements at which `thrift` stands.
  static List<ParquetColumn> read(ThriftReader thrift) {
    int length = thrift.list(ThriftReader.STRUCT);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      elements.add(element(thrift));
    }
    ParquetSchemaReader reader = new ParquetSchemaReader(elements);
    Element root = reader.take();
    for (int i = 0; i < root.children; i++) {
      reader.flatten(null, 0, 0, 0, 0);
    }
    return List.copyOf(reader.leaves);
  }

  private static Element element(ThriftReader thrift) {
    int type = -1;
    int typeLength = 0;
    int repetition = REQUIRED;
    String name = "";
    int children = 0;
    int fieldId = -1;
    thrift.enter();
    while (thrift.nextField()) {
      switch (thrift.fieldId()) {
        case 1 -> type = thrift.size("a type");
        case 2 -> typeLength = thrift.size("a type's length");
        case 3 -> repetition = thrift.size("a repetition");
        case 4 -> name = new String(thrift.binary(), StandardCharsets.UTF_8);
        case 5 -> children = thrift.size("a number of children");
        case 9 -> fieldId = (int) thrift.integer();
        default -> thrift.skip();
      }
    }
    thrift.leave();
    return new Element(type, typeLength, repetition, name, children, fieldId);
  }

  private Element take() {
    if (next == elements.size()) {
      throw new MalformedBytesException("the schema names more columns than it has");
    }
    return elements.get(next++);
  }

  private void flatten(
      @Nullable String above, int definition, int repetition, int innermost, int depth) {
    if (depth == DEPTH_MAX) {
      throw new MalformedBytesException("the schema is nested deeper than " + DEPTH_MAX);
    }
    Element element = take();
    String path = above == null ? element.name : above + "." + element.name;
    boolean repeated = element.repetition == REPEATED;
    int level = element.repetition == REQUIRED ? definition : definition + 1;
    int repeats = repeated ? repetition + 1 : repetition;
    int inner = repeated ? level : innermost;
    if (element.children == 0) {
      leaves.add(
          new ParquetColumn(
              leaves.size(),
              element.fieldId,
              path,
              element.type,
              element.typeLength,
              level,
              repeats,
              inner));
    }
    for (int i = 0; i < element.children; i++) {
      flatten(path, level, repeats, inner, depth + 1);
    }
  }
}
