package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.TypeUtil;
import org.junit.jupiter.api.Test;

class LakeSchemaTest {

  @Test
  void hasTheFieldIdsThatIcebergAssignsWhenItCreatesTheTable() {
    Schema ours = LakeSchema.createdSchema();
    Schema created =
        TableMetadata.newTableMetadata(
                ours,
                PartitionSpec.builderFor(ours).hour("start_time").build(),
                "memory:spans",
                Map.of("format-version", "2"))
            .schema();
    assertThat(names(created)).isEqualTo(names(ours));
  }

  @Test
  void columnsThatWereAddedFollowWithTheNextIds() {
    int last = LakeSchema.createdSchema().highestFieldId();
    for (LakeColumn column : LakeColumn.values()) {
      if (column.wasAdded()) {
        assertThat(column.fieldId()).isEqualTo(++last);
      }
    }
    assertThat(LakeSchema.icebergSchema().highestFieldId()).isEqualTo(last);
  }

  @Test
  void hasTheColumnsOfTheFormatDocument() throws Exception {
    String format =
        Files.readString(Path.of(System.getProperty("hopwise.root")).resolve("FORMAT.md"));
    for (LakeColumn column : LakeColumn.values()) {
      assertThat(format).contains("| " + column.fieldId() + " | `" + column.columnName() + "` |");
    }
    assertThat(format)
        .contains("map<string,string> (43, 44)")
        .contains("list<struct> (45; 46–50; 51, 52)")
        .contains("list<struct> (53; 54–60; 61, 62)");
    assertThat(LakeSchema.leaf("attributes.key_value.value").fieldId()).isEqualTo(44);
    assertThat(LakeSchema.leaf("events.list.element.dropped_attributes").fieldId()).isEqualTo(50);
    assertThat(LakeSchema.leaf("links.list.element.trace_id").fieldId()).isEqualTo(54);
    assertThat(LakeSchema.leaf("links.list.element.attributes.key_value.value").fieldId())
        .isEqualTo(62);
  }

  @Test
  void countsLevelsAsParquetDoes() {
    LakeSchema.Leaf key = LakeSchema.leaf("events.list.element.attributes.key_value.key");
    assertThat(key.maxDefinition()).isEqualTo(3);
    assertThat(key.maxRepetition()).isEqualTo(2);
    LakeSchema.Leaf flags = LakeSchema.leaf("links.list.element.flags");
    assertThat(flags.maxDefinition()).isEqualTo(3);
    assertThat(flags.maxRepetition()).isEqualTo(1);
    assertThat(LakeSchema.leaf(LakeColumn.TRACE_ID).maxDefinition()).isZero();
  }

  private static Map<Integer, String> names(Schema schema) {
    Map<Integer, String> names = new TreeMap<>();
    TypeUtil.indexNameById(schema.asStruct()).forEach(names::put);
    return names;
  }
}
