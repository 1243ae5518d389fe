package dev.hopwise.query;

import dev.hopwise.store.Field;
import dev.hopwise.traceql.Query;
import org.jspecify.annotations.Nullable;

/// Is told which fields are asked for.
@FunctionalInterface
public interface FieldUse {

  /// Nobody wants to know.
  FieldUse IGNORED = _ -> {};

  /// A query uses a field at this moment. Called by any thread; has to be quick.
  void used(Field field);

  /// All fields that a query mentions.
  default void used(Query query) {
    query
        .fields()
        .forEach(expression -> {
          @Nullable Field field = Fields.of(expression);
          if (field != null) {
            used(field);
          }
        });
  }
}
