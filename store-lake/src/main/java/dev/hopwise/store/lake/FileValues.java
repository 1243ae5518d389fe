package dev.hopwise.store.lake;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.store.Field;
import dev.hopwise.store.Field.AttributeOf;
import dev.hopwise.store.Field.Intrinsic;
import dev.hopwise.store.Field.Scope;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.ValuesRequest.Kind;
import dev.hopwise.store.lake.LakeSchema.Leaf;
import dev.hopwise.store.lake.SpanReader.MapLeaves;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Lists the distinct values, or keys, of one file; of all its rows, whatever the filter and the
/// range of the request. Where pages store ids, only dictionaries are read.
final class FileValues implements AutoCloseable {

  private final ParquetFile file;
  private final RowBatch batch;
  private final ValueSink sink;
  private final ReadBudget budget;

  FileValues(
      ParquetFile file, LakeColumns columns, ReaderPool pool, ValueSink sink, ReadBudget budget) {
    this.file = file;
    this.batch = new RowBatch(file, columns, pool);
    this.sink = sink;
    this.budget = budget;
  }

  void list(Kind kind) {
    for (int i = 0; i < file.footer().rowGroups().size() && goesOn(); i++) {
      batch.openGroup(i);
      switch (kind) {
        case Kind.Keys(Scope scope) -> keys(scope);
        case Kind.ValuesOf(Field field) -> values(field);
      }
      budget.inspectedBytes(batch.takeBytesRead());
    }
  }

  @Override
  public void close() {
    batch.close();
  }

  private boolean goesOn() {
    return sink.isOpen() && !budget.exhausted();
  }

  private void keys(Scope scope) {
    switch (scope) {
      case SPAN -> spanKeys();
      case RESOURCE -> objectKeys(LakeColumn.RESOURCE);
      case INSTRUMENTATION -> objectKeys(LakeColumn.SCOPE_ATTRIBUTES);
      case EVENT -> offerTexts(RowTests.EVENT_MAP.key());
      case LINK -> offerTexts(RowTests.LINK_MAP.key());
      case ANY -> {
        spanKeys();
        objectKeys(LakeColumn.RESOURCE);
      }
    }
  }

  private void spanKeys() {
    offerTexts(RowTests.SPAN_MAP.key());
    for (LakeColumn column : LakeSchema.DEDICATED) {
      String key = column.attributeKey();
      if (key != null && batch.chunk(LakeSchema.leaf(column)) != null) {
        sink.offer(AttributeValue.of(key));
      }
    }
  }

  private void objectKeys(LakeColumn column) {
    forEachText(
        LakeSchema.leaf(column),
        json -> {
          for (Attribute attribute : ValueText.decodeObject(json)) {
            sink.offer(AttributeValue.of(attribute.key()));
          }
        });
  }

  private void values(Field field) {
    switch (field) {
      case Intrinsic intrinsic -> {
        LakeColumn column = RowTests.textColumn(intrinsic);
        if (column != null) {
          offerTexts(LakeSchema.leaf(column));
        }
      }
      case AttributeOf(Scope scope, String key) -> attributeValues(scope, key);
    }
  }

  private void attributeValues(Scope scope, String key) {
    switch (scope) {
      case SPAN -> spanValues(key);
      case RESOURCE -> objectValues(LakeColumn.RESOURCE, key);
      case INSTRUMENTATION -> objectValues(LakeColumn.SCOPE_ATTRIBUTES, key);
      case EVENT -> mapValues(RowTests.EVENT_MAP, key);
      case LINK -> mapValues(RowTests.LINK_MAP, key);
      case ANY -> {
        spanValues(key);
        objectValues(LakeColumn.RESOURCE, key);
      }
    }
  }

  private void spanValues(String key) {
    LakeColumn column = RowTests.dedicated(key);
    if (column != null && column.shape() == LakeColumn.Shape.INT) {
      offerNumbers(LakeSchema.leaf(column));
    } else if (column != null) {
      offerTexts(LakeSchema.leaf(column));
    }
    mapValues(RowTests.SPAN_MAP, key);
  }

  private void objectValues(LakeColumn column, String key) {
    forEachText(
        LakeSchema.leaf(column),
        json -> {
          AttributeValue value = ValueText.decodeObject(json).get(key);
          if (value != null) {
            offerElements(value);
          }
        });
  }

  private void mapValues(MapLeaves leaves, String key) {
    MapScan scan =
        new MapScan(leaves, key, new SpanFilter.Exists(new AttributeOf(Scope.SPAN, key)));
    Set<Leaf> columns = new LinkedHashSet<>();
    scan.addColumns(columns);
    forEachBatch(
        columns,
        () ->
            scan.visit(
                batch,
                true,
                (_, letter, from, value) -> {
                  if (from != null && sink.isOpen()) {
                    offerElements(MapScan.decode(letter, from, value));
                  }
                }));
  }

  private void offerElements(AttributeValue value) {
    List<AttributeValue> elements = new ArrayList<>();
    MapScan.addElements(value, elements);
    elements.forEach(sink::offer);
  }

  private void offerTexts(Leaf leaf) {
    forEachText(leaf, text -> sink.offer(AttributeValue.of(text)));
  }

  /// Distinct at least within a dictionary.
  private void forEachText(Leaf leaf, Consumer<String> consumer) {
    boolean[] dictionaryDone = {false};
    forEachBatch(
        Set.of(leaf),
        () -> {
          ColumnReader column = batch.open(leaf);
          if (column == null) {
            return;
          }
          if (!column.hasIds(batch.from())) {
            ColumnReader texts = batch.required(leaf);
            for (int i = 0; i < texts.valueCount() && sink.isOpen(); i++) {
              consumer.accept(texts.text(i));
            }
          } else if (!dictionaryDone[0]) {
            dictionaryDone[0] = true;
            Dictionary dictionary = column.dictionary();
            for (int id = 0; id < dictionary.size() && sink.isOpen(); id++) {
              consumer.accept(dictionary.text(id));
            }
          }
        });
  }

  private void offerNumbers(Leaf leaf) {
    forEachBatch(
        Set.of(leaf),
        () -> {
          ColumnReader column = batch.read(leaf);
          for (int i = 0; column != null && i < column.valueCount(); i++) {
            sink.offer(AttributeValue.of(column.number(i)));
          }
        });
  }

  private void forEachBatch(Set<Leaf> leaves, Runnable action) {
    int[] bounds = FileSearch.bounds(batch, leaves);
    for (int i = 0; i + 1 < bounds.length && goesOn(); i++) {
      batch.move(bounds[i], bounds[i + 1]);
      action.run();
    }
  }
}
