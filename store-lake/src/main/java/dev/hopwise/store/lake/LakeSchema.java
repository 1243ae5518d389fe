package dev.hopwise.store.lake;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/// The one place that knows how the columns of `hopwise.spans` are typed and numbered: as an
/// Iceberg schema, and as the leaf columns of the Parquet files.
final class LakeSchema {

  /// What a table is created with. Nested ids follow the top-level ones as Iceberg assigns them
  /// when it creates a table: level by level, the ids of a level before those below it.
  private static final Schema CREATED = buildCreated();

  /// The table's schema, with the columns that are added to it after that, in their order.
  private static final Schema ICEBERG = withAddedColumns();

  /// In the order of the file.
  static final List<Leaf> LEAVES = buildLeaves();

  /// The columns that hold one attribute each.
  static final Set<LakeColumn> DEDICATED =
      Stream.of(LakeColumn.values())
          .filter(column -> column.attributeKey() != null)
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(LakeColumn.class)));

  private static final Map<String, Leaf> LEAF_BY_PATH =
      LEAVES.stream().collect(Collectors.toUnmodifiableMap(Leaf::dottedPath, Function.identity()));

  private LakeSchema() {}

  /// A column of the Parquet file.
  ///
  /// @param path from below the root, with the groups that Parquet's maps and lists need
  /// @param maxDefinition the definition level of a value that is there
  /// @param maxRepetition how many lists and maps are around it
  record Leaf(
      int fieldId,
      List<String> path,
      Physical type,
      LakeColumn column,
      int maxDefinition,
      int maxRepetition) {
    Leaf {
      path = List.copyOf(path);
    }

    String dottedPath() {
      return String.join(".", path);
    }
  }

  /// Parquet's physical types, with the numbers of the format's `Type`.
  enum Physical {
    INT32(1),
    INT64(2),
    DOUBLE(5),
    BYTE_ARRAY(6),
    /// A UUID's 16 bytes.
    FIXED_16(7);

    private final int number;

    Physical(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  static Schema icebergSchema() {
    return ICEBERG;
  }

  /// To create a table with, which then has columns to be added.
  static Schema createdSchema() {
    return CREATED;
  }

  /// Whether a table has these columns, or the first of them: more are only ever added behind.
  static boolean isOfThisOrAnEarlierVersion(Schema schema) {
    int columns = schema.columns().size();
    return columns >= CREATED.columns().size()
        && columns <= ICEBERG.columns().size()
        && ICEBERG.columns().subList(0, columns).equals(schema.columns());
  }

  /// The leaf of a path such as `events.list.element.name`.
  static Leaf leaf(String dottedPath) {
    Leaf leaf = LEAF_BY_PATH.get(dottedPath);
    if (leaf == null) {
      throw new IllegalArgumentException("no column " + dottedPath);
    }
    return leaf;
  }

  /// The leaf of a column that is neither a map nor a list.
  static Leaf leaf(LakeColumn column) {
    return leaf(column.columnName());
  }

  static Physical physical(Type type) {
    return switch (type.typeId()) {
      case UUID -> Physical.FIXED_16;
      case LONG, TIMESTAMP -> Physical.INT64;
      case INTEGER -> Physical.INT32;
      case DOUBLE -> Physical.DOUBLE;
      case STRING -> Physical.BYTE_ARRAY;
      default -> throw new IllegalStateException("no column is of type " + type);
    };
  }

  private static Schema buildCreated() {
    TypeMaker types = new TypeMaker();
    List<NestedField> fields = new ArrayList<>();
    for (LakeColumn column : LakeColumn.values()) {
      if (!column.wasAdded()) {
        fields.add(types.field(column.columnName(), types.of(column.shape()), column.required()));
      }
    }
    return TypeUtil.assignIncreasingFreshIds(new Schema(fields));
  }

  private static Schema withAddedColumns() {
    List<NestedField> fields = new ArrayList<>(CREATED.columns());
    for (LakeColumn column : LakeColumn.values()) {
      if (column.wasAdded()) {
        Type type = new TypeMaker().of(column.shape());
        fields.add(NestedField.optional(column.fieldId(), column.columnName(), type));
      }
    }
    return new Schema(fields);
  }

  private static List<Leaf> buildLeaves() {
    List<Leaf> leaves = new ArrayList<>();
    for (LakeColumn column : LakeColumn.values()) {
      NestedField field = ICEBERG.findField(column.columnName());
      if (field.fieldId() != column.fieldId()) {
        throw new IllegalStateException(
            column.columnName() + " has id " + field.fieldId() + ", not " + column.fieldId());
      }
      addLeaves(leaves, column, List.of(), field, 0, 0);
    }
    return List.copyOf(leaves);
  }

  /// Parquet's three-level form of lists and maps: each has a repeated group inside, which counts
  /// one definition and one repetition level.
  private static void addLeaves(
      List<Leaf> leaves,
      LakeColumn column,
      List<String> above,
      NestedField field,
      int definition,
      int repetition) {
    List<String> path = append(above, field.name());
    int level = definition + (field.isOptional() ? 1 : 0);
    Type type = field.type();
    if (type.isStructType()) {
      for (NestedField inner : type.asStructType().fields()) {
        addLeaves(leaves, column, path, inner, level, repetition);
      }
    } else if (type.isNestedType()) {
      List<String> group = append(path, type.isMapType() ? "key_value" : "list");
      for (NestedField inner : type.asNestedType().fields()) {
        addLeaves(leaves, column, group, inner, level + 1, repetition + 1);
      }
    } else {
      leaves.add(new Leaf(field.fieldId(), path, physical(type), column, level, repetition));
    }
  }

  private static List<String> append(List<String> path, String name) {
    return Stream.concat(path.stream(), Stream.of(name)).toList();
  }

  /// Types with provisional ids, since Iceberg wants them distinct before it assigns its own.
  private static final class TypeMaker {
    private int lastId;

    Type of(LakeColumn.Shape shape) {
      return switch (shape) {
        case UUID -> Types.UUIDType.get();
        case LONG -> Types.LongType.get();
        case INT -> Types.IntegerType.get();
        case DOUBLE -> Types.DoubleType.get();
        case TEXT -> Types.StringType.get();
        case TIMESTAMP -> Types.TimestampType.withZone();
        case ATTRIBUTES -> {
          int keyId = ++lastId;
          yield Types.MapType.ofRequired(
              keyId, ++lastId, Types.StringType.get(), Types.StringType.get());
        }
        case EVENTS -> Types.ListType.ofRequired(++lastId, event());
        case LINKS -> Types.ListType.ofRequired(++lastId, link());
      };
    }

    NestedField field(String name, Type type, boolean required) {
      return required
          ? NestedField.required(++lastId, name, type)
          : NestedField.optional(++lastId, name, type);
    }

    private Type event() {
      return Types.StructType.of(
          field("time_unix_nano", of(LakeColumn.Shape.LONG), true),
          field("name", of(LakeColumn.Shape.TEXT), true),
          field("attributes", of(LakeColumn.Shape.ATTRIBUTES), true),
          field("attribute_types", of(LakeColumn.Shape.TEXT), false),
          field("dropped_attributes", of(LakeColumn.Shape.INT), false));
    }

    private Type link() {
      return Types.StructType.of(
          field("trace_id", of(LakeColumn.Shape.UUID), true),
          field("span_id", of(LakeColumn.Shape.LONG), false),
          field("trace_state", of(LakeColumn.Shape.TEXT), false),
          field("attributes", of(LakeColumn.Shape.ATTRIBUTES), true),
          field("attribute_types", of(LakeColumn.Shape.TEXT), false),
          field("dropped_attributes", of(LakeColumn.Shape.INT), false),
          field("flags", of(LakeColumn.Shape.INT), false));
    }
  }
}
